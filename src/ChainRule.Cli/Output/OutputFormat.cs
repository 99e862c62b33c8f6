namespace ChainRule.Cli;

/// <summary>How a result is written.</summary>
internal enum OutputFormat
{
    Text,
    Json,
}

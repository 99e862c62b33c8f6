namespace ChainRule.Training;

/// <summary>Solves small systems with a symmetric, positive matrix.</summary>
internal static class Cholesky
{
    /// <summary>
    /// Solves matrix·x = right, in place; reads and overwrites the lower triangle. Directions in which the matrix is as good
    /// as zero are left at zero.
    /// </summary>
    public static void Solve(double[,] matrix, double[] right)
    {
        Factor(matrix);
        for (var i = 0; i < right.Length; i++)
        {
            for (var j = 0; j < i; j++) right[i] -= matrix[i, j] * right[j];
            right[i] = Divided(right[i], matrix[i, i]);
        }
        for (var i = right.Length - 1; i >= 0; i--)
        {
            for (var j = i + 1; j < right.Length; j++) right[i] -= matrix[j, i] * right[j];
            right[i] = Divided(right[i], matrix[i, i]);
        }
    }

    private static void Factor(double[,] matrix)
    {
        const double asGoodAsZero = 1e-13;
        for (var j = 0; j < matrix.GetLength(0); j++)
        {
            var whole = matrix[j, j];
            for (var k = 0; k < j; k++) matrix[j, j] -= matrix[j, k] * matrix[j, k];
            matrix[j, j] = matrix[j, j] > asGoodAsZero * whole ? Math.Sqrt(matrix[j, j]) : 0;
            for (var i = j + 1; i < matrix.GetLength(0); i++)
            {
                for (var k = 0; k < j; k++) matrix[i, j] -= matrix[i, k] * matrix[j, k];
                matrix[i, j] = Divided(matrix[i, j], matrix[j, j]);
            }
        }
    }

    private static double Divided(double value, double pivot) => pivot == 0 ? 0 : value / pivot;
}

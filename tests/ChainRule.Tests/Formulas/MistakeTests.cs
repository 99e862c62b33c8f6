using ChainRule.Formulas;

namespace ChainRule.Tests.Formulas;

/// <summary>Typical wrong texts, and what their error must propose. Each proposal is a person's judgement of what was meant.</summary>
public class MistakeTests
{
    [Theory]
    // two functions side by side, which are no function of the other
    [InlineData(@"\sin x \cos x", "write sin(x)")]
    [InlineData(@"\ln x \ln(y)", "write ln(x)")]
    [InlineData(@"\cos\alpha\cos\beta", "write cos(")]
    // what a library, a lecture or TeX means otherwise
    [InlineData("np.max(x, 0)", "write max(x, axis=0)")]
    [InlineData("sum(np.min(x, -1))", "write min(x, axis=-1)")]
    [InlineData("torch.max(x, 1)", "write max(x, axis=1)")]
    [InlineData("a^{(2)} - y", "as in a_2")]
    [InlineData("w^{[2]} \\cdot x", "as in a_2")]
    [InlineData(@"\sqrt2x", "can be read in two ways")]
    [InlineData(@"sum(\mathbf{w}^\top\mathbf{x})", "@")]
    [InlineData(@"\sum(W\mathbf{x})", "W @ ")]
    // sums whose indices stand in another order
    [InlineData("Σᵢⱼ Wᵢⱼ·Vⱼᵢ", "transpose it with .T")]
    // names of functions
    [InlineData("Sin(w)", "did you mean 'sin'?")]
    [InlineData("TANH(w)", "did you mean 'tanh'?")]
    [InlineData("ReLU(w)", "did you mean 'relu'?")]
    [InlineData("LogSoftmax(w)", "did you mean 'log_softmax'?")]
    [InlineData("sen(w)", "did you mean 'sin'?")]
    [InlineData("tg(w)", "did you mean 'tan'?")]
    [InlineData("arctg(w)", "did you mean 'atan'?")]
    [InlineData("lg(w)", "did you mean 'log10'?")]
    [InlineData(@"\log_{10}(w)", "did you mean 'log10'?")]
    [InlineData("ld(w)", "did you mean 'log2'?")]
    [InlineData("cot(w)", "write 1/tan(x)")]
    [InlineData("avg(w)", "did you mean 'mean'?")]
    [InlineData("fabs(w)", "did you mean 'abs'?")]
    [InlineData("sigmod(w)", "did you mean 'sigmoid'?")]
    [InlineData("Sqrt(w)", "did you mean 'sqrt'?")]
    [InlineData("np.array([1, 2])", "write the list alone, as in [1, 2]")]
    [InlineData("torch.Sigmoid(w)", "did you mean 'sigmoid'?")]
    [InlineData("F.mse_loss(w, y)", "did you mean 'mse'?")]
    [InlineData("heaviside(w)", "write (x > 0)")]
    [InlineData("w*x(y + 1)", "for a product write x*(…)")]
    [InlineData("y = 2*x; y(x + 1)", "for a product write y*(…)")]
    // functions without an argument
    [InlineData("sin*x", "write sin(x)")]
    [InlineData("exp + 1", "write exp(1)")]
    [InlineData("2*ln", "write ln(x)")]
    [InlineData("sin^-1(x)", "or asin(x) for the inverse")]
    [InlineData("x.sum()", "as in sum(x)")]
    [InlineData("x.relu()", "as in relu(x)")]
    [InlineData("sin(0,5)", "for the decimal number write 0.5")]
    // brackets
    [InlineData("(w*x + b", "expected ')' to close the '(' at column 1")]
    [InlineData("w*x + b)", "closes nothing: no '(' is open before it; leave it out")]
    [InlineData("[1, 2", "to close the '[' at column 1")]
    [InlineData("sin(x))", "leave it out")]
    [InlineData("|x", "expected '|' to close the '|' at column 1")]
    [InlineData(@"\frac{a}b", @"as in \frac{a}{b}")]
    [InlineData(@"\frac12", @"as in \frac{a}{b}")]
    [InlineData("{x)", "expected '}'")]
    [InlineData("()", "write something between them, or leave them out")]
    // operators
    [InlineData("w*x +", "write what follows '+', or leave it out")]
    [InlineData("w*x + * b", "leave one of the two out")]
    [InlineData("w ^ ^ 2", "leave one of the two out")]
    [InlineData("(w*)x", "write what follows '*', or leave it out")]
    [InlineData("max(w,)", "leave the comma out")]
    [InlineData("w x", "for a product write w*x")]
    [InlineData("x 2", "for a product write x*2")]
    [InlineData("1 000*w", "for one number write 1000")]
    [InlineData("a => b", "write >=")]
    [InlineData("a =< b", "write <=")]
    [InlineData("a < = b", "write <= without a blank")]
    [InlineData("y = = b", "write == without a blank")]
    [InlineData("a && b", "multiply the conditions")]
    [InlineData("(a > 0) and (b > 0)", "multiply the conditions")]
    [InlineData("w += 1", "as in w2 = w + 1")]
    [InlineData("x % 2", "for the remainder write")]
    [InlineData("n!", "there is no factorial")]
    [InlineData("a ? b : c", "where(condition, a, b)")]
    [InlineData("x if w else 0", "where(condition, a, b)")]
    // numbers
    [InlineData("0,5*w", "for the decimal number write 0.5")]
    [InlineData("(1,5)*w", "for the decimal number write 1.5")]
    [InlineData("y = 2.", "write 2")]
    [InlineData("1_000*w", "'1' and '_000'")]
    [InlineData("2½*w", "for a sum write 2 + ½")]
    [InlineData("2⅓*w", "for a sum write 2 + ⅓")]
    // what can be read in two ways
    [InlineData("1/2x", "write (1/2)*x or 1/(2*x)")]
    [InlineData("e^2x", "write ^2*x or ^(2*x)")]
    [InlineData("√2x", "write sqrt(2)*x or sqrt(2*x)")]
    [InlineData("√x²", "sqrt(x)²")]
    [InlineData("sin x/2", "write sin(x)/2 or sin(x/2)")]
    [InlineData("tanh w*x", "write tanh(w)*x or tanh(w*x)")]
    [InlineData("∑(ŷ − y)²", "sum((ŷ − y)^…) or (sum(ŷ − y))^…")]
    [InlineData("||x||", "write norm(x) or abs(x)")]
    [InlineData("Σⱼ Mᵢⱼ", "write sum(M, axes=[1]) or sum(M, axes=[1], keepdims=true)")]
    [InlineData("x − maxᵢ (M·M)ᵢⱼ", "write max(M·M, axes=[0]) or max(M·M, axes=[0], keepdims=true)")]
    [InlineData("Σⱼ Mᵢⱼ·xⱼ", "or a product of matrices with @")]
    [InlineData("Σᵢ xᵢ·w", "write Σᵢ (…)ᵢ around all that is meant, or (Σᵢ …) around the sum")]
    [InlineData("Σᵢ (ŷ − y)²", "write Σᵢ (…)ᵢ around all that is meant")]
    [InlineData("Σᵢ softmax(xᵢ)", "write Σᵢ (…)ᵢ around all that is meant")]
    [InlineData("Σᵢ xᵢ.T", "write Σᵢ (…)ᵢ around all that is meant")]
    [InlineData("Σᵢ wᵢ @ xᵢ", "write Σᵢ (…)ᵢ around all that is meant")]
    [InlineData("Σᵢ 2", "write Σᵢ (…)ᵢ around all that is meant")]
    [InlineData("Σᵢ Mᵢᵢ", "needs the indices of 'Σᵢ', each once")]
    [InlineData("Σᵢ xⱼ", "needs the indices of 'Σᵢ', each once")]
    [InlineData("Σᵢ xᵢ/Σᵢ wᵢ", "write (Σᵢ …) around the first or (Σᵢ …) around the second")]
    [InlineData("Σᵢ xᵢ + wᵢ", "write w, or (…)ᵢ around all that is summed")]
    [InlineData("maxᵢ xᵢ*2", "write (maxᵢ xᵢ)*… or maxᵢ (xᵢ*…)")]
    [InlineData("Σᵢ (xᵢ·w)ᵢ", "write x, or (…)ᵢ around all that is summed")]
    [InlineData("Σᵢ eᵢ²", "give e a value")]
    [InlineData("(x)ᵢ", "an index stands behind an operand of a sum")]
    [InlineData("Σᵢ Mᵢ", "for all elements write sum(…)")]
    [InlineData("Σᵢ + 1", "under 'Σᵢ' has no index")]
    [InlineData("Σᵢ₌₁ⁿ xᵢ", "write sum(…)")]
    [InlineData("{x if w > 0}", "expected ', … otherwise' after '0'")]
    [InlineData("{x if w > 0, 1}", "expected 'if' or 'otherwise' after '1'")]
    [InlineData("{x if a = b = 1, 2 otherwise}", "comparisons cannot be chained")]
    [InlineData("{x if a > 0 = b, 2 otherwise}", "comparisons cannot be chained")]
    [InlineData("{x if a > 0, 2 else}", "expected 'if' or 'otherwise' after '2'")]
    [InlineData("(x if a > 0, 2 otherwise)", "where(condition, a, b)")]
    [InlineData("{x otherwise}", "where(condition, a, b)")]
    // statements
    [InlineData("= w*x", "write a name before it")]
    [InlineData("y =", "write what it is, as in y = 3")]
    [InlineData("w*x = y", "to compare write '=='")]
    [InlineData("y == w*x; y^2", "to name this value write y = …")]
    [InlineData("w*x; y^2", "write name = … before this one")]
    [InlineData("let y = 2", "leave 'let' out")]
    [InlineData("return w*x", "leave 'return' out")]
    [InlineData("sin(x) = 3", "is a function already: choose another name")]
    [InlineData("f(x) = w*x; f(2)", "write f alone")]
    [InlineData("y: w*x", "by '='")]
    // signs
    [InlineData("∂L/∂w", "its gradient is what is computed")]
    [InlineData("∑_{i=1}^n x", "write sum(…)")]
    [InlineData("30°", "multiply degrees by pi/180")]
    [InlineData("\"w*x\"", "there is no text in formulas")]
    [InlineData(@"\sigm(x)", @"did you mean '\sigma'?")]
    [InlineData(@"\begin{align}", "write the formula alone")]
    public void The_error_proposes_what_was_probably_meant(string typed, string proposal)
    {
        var names = "w x y b a n ŷ".Split(' ').ToDictionary(name => name, name => Tensor.Constant(0.5, name));
        names["M"] = Tensor.Constant(TensorData.Zeros([2, 2], DType.Float64), "M");
        var error = Assert.Throws<FormulaException>(() => Formula.Parse(typed).Build(names));
        Assert.Contains(proposal, error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Span.End, 0, typed.Length);
    }

    [Fact]
    public void No_advice_hides_a_function_that_there_is() =>
        Assert.DoesNotContain(FormulaAdvice.FunctionsElsewhere, FormulaFunctions.Knows);

    [Theory]
    [InlineData("wx + b", "w x b", "; if wx means w*x, write it so")]
    [InlineData("L == w^2", "w", "; '==' compares: to name the result write L = …")]
    [InlineData("e + e^x", "x", "; for the number e write exp(1)")]
    [InlineData("W^T @ x", "W x", "; for the transpose write W.T")]
    [InlineData("x - mean", "x", "; mean is also a function: write mean(…) to call it")]
    [InlineData("w*q", "w", "")]
    public void A_name_without_a_value_is_perhaps_something_else(string typed, string given, string advice) =>
        Assert.Equal(advice, NameOffers.Advice(Formula.Parse(typed), given.Split(' ')));
}

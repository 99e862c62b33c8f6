using ChainRule.Formulas;

namespace ChainRule.Tests.Formulas;

/// <summary>What people write by habit is read, and said in one line.</summary>
public class NotationTests
{
    [Theory]
    // products without a sign
    [InlineData("2w", "2*w")]
    [InlineData("3x^2", "3*x^2")]
    [InlineData("2(x+1)", "2*(x + 1)")]
    [InlineData("(a)(b)", "a*b")]
    [InlineData("(a + 1)b", "(a + 1)*b")]
    [InlineData("2 w", "2*w")]
    [InlineData("-2x", "-2*x")]
    [InlineData("a*2b", "a*2*b")]
    [InlineData("x²y", "x^2*y")]
    [InlineData("x^(2)y", "x^2*y")]
    [InlineData("2exp(x)", "2*exp(x)")]
    [InlineData("2e^x", "2*exp(x)")]
    [InlineData("2|x|", "2*abs(x)")]
    [InlineData("w√2", "w*sqrt(2)")]
    [InlineData("1.5e−07w", "1.5e-07*w")]
    // functions without parentheses
    [InlineData("sin x", "sin(x)")]
    [InlineData("sin x + 1", "sin(x) + 1")]
    [InlineData("sin 2x", "sin(2*x)")]
    [InlineData("ln x²", "ln(x^2)")]
    [InlineData("2 sin x", "2*sin(x)")]
    [InlineData("sin cos x", "sin(cos(x))")]
    [InlineData("sin² x", "sin(x)^2")]
    [InlineData("sin²(x) + cos^2(x)", "sin(x)^2 + cos(x)^2")]
    [InlineData("relu |x|", "relu(abs(x))")]
    // mathematical signs
    [InlineData("x²", "x^2")]
    [InlineData("x³ + x⁻¹", "x^3 + x^-1")]
    [InlineData("xⁿ", "x^n")]
    [InlineData("x¹⁰", "x^10")]
    [InlineData("√w", "sqrt(w)")]
    [InlineData("√(w + 1)", "sqrt(w + 1)")]
    [InlineData("√2*x", "sqrt(2)*x")]
    [InlineData("|x|", "abs(x)")]
    [InlineData("|x - |y||", "abs(x - abs(y))")]
    [InlineData("||x| - 1|", "abs(abs(x) - 1)")]
    [InlineData("|(|x|)|", "abs(abs(x))")]
    [InlineData("|x|² + |x||y|", "abs(x)^2 + abs(x)*abs(y)")]
    [InlineData("|√|x|| + |2 sin |x||", "abs(sqrt(abs(x))) + abs(2*sin(abs(x)))")]
    [InlineData("‖x‖", "norm(x)")]
    [InlineData("σ(z)", "sigmoid(z)")]
    [InlineData("sigma(z)", "sigmoid(z)")]
    [InlineData("∑(x)", "sum(x)")]
    [InlineData("Σ(x)", "sum(x)")]
    [InlineData("∑ x²", "sum(x^2)")]
    [InlineData("∏(x)", "prod(x)")]
    [InlineData("a · b × c ⋅ d", "a*b*c*d")]
    [InlineData("a − b – c", "a - b - c")]
    [InlineData("a ÷ b", "a/b")]
    [InlineData("½", "0.5")]
    [InlineData("x^½", "x^0.5")]
    [InlineData("⅓x", "1/3*x")]
    [InlineData("½(ŷ − y)²", "0.5*(ŷ - y)^2")]
    [InlineData("¾x", "0.75*x")]
    [InlineData("a ≤ b", "a <= b")]
    [InlineData("a ≠ b", "a != b")]
    [InlineData("Wᵀ @ x", "W.T @ x")]
    [InlineData("x′ + 1", "x' + 1")]
    [InlineData("a :=  b", "a = b")]
    // sums with indices
    [InlineData("Σᵢ vᵢ", "sum(v)")]
    [InlineData("∑ᵢ vᵢ", "sum(v)")]
    [InlineData("Σᵢvᵢ", "sum(v)")]
    [InlineData("Σᵢ (v·ŷ)ᵢ", "sum(v*ŷ)")]
    [InlineData("Σᵢⱼ Mᵢⱼ", "sum(M)")]
    [InlineData("Σᵢ Σⱼ Mᵢⱼ", "sum(M)")]
    [InlineData("Σᵢ (v₁)ᵢ + Σᵢ wᵢ", "sum(v₁) + sum(w)")]
    [InlineData("(Σᵢ vᵢ)/2", "sum(v)/2")]
    [InlineData("2(Σᵢ vᵢ)", "2*sum(v)")]
    [InlineData("2Σᵢ vᵢ²", "2*sum(v^2)")]
    [InlineData("a·Σᵢ vᵢ·wᵢ − b", "a*sum(v*w) - b")]
    [InlineData("Σᵢ vᵢ + a", "sum(v) + a")]
    [InlineData("Σᵢ vᵢ > 1", "sum(v) > 1")]
    [InlineData("−Σᵢ −vᵢ", "-sum(-v)")]
    [InlineData("½ Σᵢ (ŷᵢ − yᵢ)²", "0.5*sum((ŷ - y)^2)")]
    [InlineData("Σᵢ yᵢ·ln(pᵢ) + √(Σᵢ |vᵢ|)", "sum(y*ln(p)) + sqrt(sum(abs(v)))")]
    [InlineData("√Σᵢ vᵢ²", "sqrt(sum(v^2))")]
    [InlineData("Σᵢ ((Σᵢ vᵢ)·v)ᵢ", "sum(sum(v)*v)")]
    [InlineData("Σᵢ (Σᵢ vᵢ)·wᵢ", "sum(sum(v)*w)")]
    [InlineData("(Σᵢ vᵢ)/(Σⱼ wⱼ)", "sum(v)/sum(w)")]
    [InlineData("maxᵢ vᵢ − minᵢ vᵢ", "max(v) - min(v)")]
    [InlineData("∏ᵢ vᵢ", "prod(v)")]
    [InlineData("Σ [1, 2] + max [3, 4]", "sum([1, 2]) + max([3, 4])")]
    // cases
    [InlineData("{a² if a > 0.5, −a otherwise}", "where(a > 0.5, a^2, -a)")]
    [InlineData("{a if a > 1, b if a = b, 0 otherwise}²", "where(a > 1, a, where(a == b, b, 0))^2")]
    [InlineData("2{1 if a ≥ b, {2 if b = 0, 3 otherwise} otherwise}", "2*where(a >= b, 1, where(b == 0, 2, 3))")]
    [InlineData("√{a if b, max(a, 2) otherwise}", "sqrt(where(b, a, max(a, 2)))")]
    [InlineData("Σᵢ ({v if v > 0, 0 otherwise})ᵢ", "sum(where(v > 0, v, 0))")]
    [InlineData("Σᵢ {vᵢ if vᵢ > 0, 0 otherwise}", "sum(where(v > 0, v, 0))")]
    // other languages
    [InlineData("w**2", "w^2")]
    [InlineData("x.^2", "x^2")]
    [InlineData("x.*y./z", "x*y/z")]
    [InlineData("2.*x", "2*x")]
    [InlineData("np.exp(x)", "exp(x)")]
    [InlineData("np.var(x)", "var(x, correction=0)")]
    [InlineData("numpy.std(x, ddof=1)", "std(x, correction=1)")]
    [InlineData("torch.max(a, b)", "max(a, b)")]
    [InlineData("numpy.tanh(x)", "tanh(x)")]
    [InlineData("math.log(x)", "log(x)")]
    [InlineData("torch.relu(x)", "relu(x)")]
    [InlineData("torch.nn.functional.softmax(x, dim=1)", "softmax(x, axis=1)")]
    [InlineData("F.leaky_relu(a)", "leaky_relu(a)")]
    [InlineData("tf.nn.relu(x)", "relu(x)")]
    [InlineData("np.sum(x, keepdims=True)", "sum(x, keepdims=true)")]
    [InlineData("np.pi*x", "pi*x")]
    [InlineData("math.e", "exp(1)")]
    [InlineData("np.sum(x)^2", "sum(x)^2")]
    // LaTeX
    [InlineData(@"\frac{a}{b}", "a/b")]
    [InlineData(@"\frac{1}{2}x", "1/2*x")]
    [InlineData(@"\frac{a + b}{c \cdot d}", "(a + b)/(c*d)")]
    [InlineData(@"\hat y", "yhat")]
    [InlineData(@"\hat{y}_1", "yhat_1")]
    [InlineData(@"\bar{x} + \tilde z", "xbar + ztilde")]
    [InlineData(@"\hat{\theta}", "thetahat")]
    [InlineData(@"\sigma(z)", "sigmoid(z)")]
    [InlineData(@"\sigma\left(z\right)", "sigmoid(z)")]
    [InlineData(@"\sqrt{x}", "sqrt(x)")]
    [InlineData(@"\left( x + 1 \right)^{2}", "(x + 1)^2")]
    [InlineData(@"\ln x", "ln(x)")]
    [InlineData(@"\tanh(x)", "tanh(x)")]
    [InlineData(@"2\alpha x_{ij}", "2*alpha*x_ij")]
    [InlineData(@"\mathbf{W}^\top", "W.T")]
    [InlineData(@"a \le b", "a <= b")]
    [InlineData(@"\left|x\right|", "abs(x)")]
    // the number e
    [InlineData("e^x", "exp(x)")]
    [InlineData("e^-x", "exp(-x)")]
    [InlineData("1/(1 + e^(-x))", "1/(1 + exp(-x))")]
    [InlineData("eˣ", "exp(x)")]
    [InlineData("e**(2x)", "exp(2*x)")]
    // statements
    [InlineData("f(x) = x^2", "f = x^2")]
    [InlineData("f(w, b) = w + b; (f(w, b) - 1)^2", "f = w + b; (f - 1)^2")]
    [InlineData("L = (ŷ − y)²", "L = (ŷ - y)^2")]
    [InlineData("yhat = w*x; L = (ŷ − y)²", "yhat = w*x; L = (yhat - y)^2")]
    [InlineData("ŷ = w*x; L = (y\u0302 - y)^2", "ŷ = w*x; L = (ŷ - y)^2")]
    [InlineData("α = 1; alpha + w1 + w₁", "α = 1; α + w1 + w1")]
    public void Other_notations_are_read_and_said(string typed, string expected)
    {
        var syntax = FormulaSyntax.Parse(typed);
        Assert.Equal(expected, syntax.ReadAs);
        var again = FormulaSyntax.Parse(expected);
        Assert.Null(again.ReadAs);
        Assert.Equal(again.Assignments.Select(a => (a.Name, a.Value)), syntax.Assignments.Select(a => (a.Name, a.Value)));
        Assert.Equal(again.FreeNames, syntax.FreeNames);
    }

    [Theory]
    [InlineData("loss = (w*x - y)^2")]
    [InlineData("a - -b; # remark")]
    [InlineData("ŷ = w₁*x' + π")]
    [InlineData("max(1,5)")]
    [InlineData("wx + b")]
    [InlineData("x'*2")]
    [InlineData("ln(x) + arcsin(y)")]
    [InlineData("e + e^x")]
    [InlineData("e = 2; e^x")]
    [InlineData("F.T @ np")]
    [InlineData("x/std^2 + mean*max")]
    [InlineData("xₙ + vᵢ*maxᵢ")]
    [InlineData("Σᵢ = 2; Σᵢ*vᵢ")]
    public void The_language_s_own_notation_needs_no_word(string typed) => Assert.Null(Formula.Parse(typed).ReadAs);

    [Fact]
    public void What_has_a_value_is_neither_a_constant_nor_a_function()
    {
        Assert.Equal(["e", "x"], Formula.Parse("e^x", ["e"]).FreeNames);
        Assert.Equal(["x"], Formula.Parse("e^x").FreeNames);
        Assert.Equal("e^x", Formula.Parse("e = 2; e^x").Syntax.Assignments[^1].Value.ToString());
        Assert.Equal(["sin", "x"], Formula.Parse("sin*x", ["sin"]).FreeNames);
        Assert.Contains("for a product write σ*(…)", Assert.Throws<FormulaException>(() => Formula.Parse("σ(x)", ["σ"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_is_spelled_as_its_value_is()
    {
        var formula = Formula.Parse("L = (ŷ − y)²", ["yhat", "y"]);
        Assert.Equal(["yhat", "y"], formula.FreeNames);
        Assert.Equal("L = (yhat - y)^2", formula.ReadAs);
    }

    [Theory]
    [InlineData("max(1,5)", 5)]
    [InlineData("e^2", 7.38905609893065)]
    [InlineData("½ + 2⁻¹ + 3²", 10)]
    [InlineData("2√9 + |0 − 5|", 11)]
    [InlineData("σ(0)", 0.5)]
    [InlineData("∑([1, 2, 3])", 6)]
    [InlineData("v = [1, 2, 3]; w = [4, 5, 6]; ½Σᵢ (vᵢ − wᵢ)² + Σᵢ vᵢ·wᵢ", 45.5)]
    [InlineData("M = [1, 2; 3, 4]; (Σᵢⱼ (M·M)ᵢⱼ)/2 + maxᵢⱼ Mᵢⱼ", 19)]
    [InlineData("a = 2; {a² if a > 2, 7 if a = 2, −a otherwise}", 7)]
    [InlineData("vᵢ = [1, 2]; Σᵢ (vᵢ)ᵢ", 3)]
    [InlineData(@"\frac{1}{4} \cdot \sqrt{16}", 1)]
    [InlineData("np.exp(0) + math.log(1)", 1)]
    [InlineData("sin² 0.3 + cos² 0.3", 1)]
    [InlineData("2(3 + 4)(5)", 70)]
    [InlineData("-2^2 + 2(3)^2", 14)]
    [InlineData("‖[3, 4]‖", 5)]
    public void It_has_the_value_that_mathematics_gives(string typed, double expected) =>
        Assert.Equal(expected, Formula.Parse(typed).Build(new Dictionary<string, Tensor>()).Item(), 1e-12);

    [Theory]
    [InlineData("y = 3x² + ?")]
    [InlineData(@"\frac{a}{b} + \hat y + ?")]
    [InlineData("np.exp(x) + ?")]
    [InlineData("½x + e^x + ?")]
    [InlineData("∑ᵢ (vᵢ)·wᵢ + ?")]
    [InlineData("{a if a = 1, 2 otherwise} + ?")]
    public void Errors_point_into_the_text_as_it_was_typed(string typed) =>
        Assert.Equal(new TextSpan(typed.Length - 1, 1), Assert.Throws<FormulaException>(() => Formula.Parse(typed)).Span);

    [Theory]
    [InlineData("wx + b", "w x", "w*x", "w*x + b")]
    [InlineData("(wx - y)^2", "", "w*x", "(w*x - y)^2")]
    [InlineData("1/wx", "", "w*x", "1/(w*x)")]
    [InlineData("w1x1 + b", "", "w1*x1", "w1*x1 + b")]
    [InlineData("2πr", "", "π*r", "2π*r")]
    [InlineData("rate*lr + sinx", "lr", "sin(x)", "rate*lr + sin(x)")]
    [InlineData("loss*ratex", "rate x", "rate*x", "loss*rate*x")]
    public void A_product_that_looks_like_one_name_is_offered(string typed, string given, string instead, string formula)
    {
        var offer = Assert.Single(NameOffers.Of(Formula.Parse(typed), given.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal((instead, formula), (offer.Instead, offer.Formula));
    }

    [Theory]
    [InlineData("wx + b", "wx")]
    [InlineData("loss + bias*mu", "")]
    [InlineData("w*x + b", "")]
    public void Other_names_stay_without_an_offer(string typed, string given) =>
        Assert.Empty(NameOffers.Of(Formula.Parse(typed), given.Split(' ')));
}

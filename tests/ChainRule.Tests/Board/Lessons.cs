using ChainRule.Board;

namespace ChainRule.Tests.Board;

/// <summary>The problems that the board's tests use, as links.</summary>
internal static class Lessons
{
    public const string Lecture = "e=yhat = w*x; s = yhat - y; loss = s^2&w=1&x=1&y=2";

    /// <summary>One weight used twice.</summary>
    public const string TwoPaths = "e=e = (y - (w*x + b))^2 + w^2&w=2&x=3&b=1&y=10";

    /// <summary>Matt Mazur's worked example of a 2-2-2 network.</summary>
    public const string Mazur = "e=h1 = sigmoid(w1*i1 + w2*i2 + b1); h2 = sigmoid(w3*i1 + w4*i2 + b1); o1 = sigmoid(w5*h1 + w6*h2 + b2); "
        + "o2 = sigmoid(w7*h1 + w8*h2 + b2); E = 0.5*(y1 - o1)^2 + 0.5*(y2 - "
        + "o2)^2&w1=0.15&w2=0.2&w3=0.25&w4=0.3&w5=0.4&w6=0.45&w7=0.5&w8=0.55"
        + "&b1=0.35&b2=0.6&i1=0.05&i2=0.1&y1=0.01&y2=0.99&wrt=w1,w2,w3,w4,w5,w6,w7,w8,b1,b2";

    /// <summary>The example in micrograd's README.</summary>
    public const string Micrograd = "e=c = a + b; d = a*b + b^3; c1 = c + c + 1; c2 = c1 + 1 + c1 - a; d1 = d + d*2 + relu(b + a); "
        + "d2 = d1 + 3*d1 + relu(b - a); e = c2 - d2; f = e^2; g = f/2 + 10/f&a=-4&b=2";

    public const string Layer = "e=h = x @ W + b; loss = mean((h - y)^2)&x=[1,2;3,4]&W=[0.5,-0.25;1,0.75]&b=[0.25,-0.5]&y=[1,0;0,1]";

    /// <summary>A matrix that is drawn as a heat map.</summary>
    public const string Wide = "e=h = tanh(x @ W); loss = sum(h^2)&x=[1,2]&W=[1,2,3,4,5,6,7,8;-1,-2,-3,-4,-5,-6,-7,-8]";

    public static readonly TheoryData<string> All = [Lecture, TwoPaths, Mazur, Micrograd, Layer, Wide, "e=w*w*w",
        "e=a = w*x; loss = relu(b)&b=-1"];

    public static Lesson Read(string link)
    {
        var state = BoardLink.Read(link);
        return Lesson.Of(state.Bind(), state.Rate);
    }
}

namespace ChainRule.Kernels;
internal static class Elementary {
 public static void Abs<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Acos<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Acosh<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Add<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z){}
 public static void Asin<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Asinh<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Atan<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Atan2<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z){}
 public static void Atanh<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Ceil<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Cos<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Cosh<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Div<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z){}
 public static void Equal<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z){}
 public static void Erf<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Erfc<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Exp<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Exp2<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Expm1<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Floor<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Greater<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z){}
 public static void GreaterEqual<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z){}
 public static void Hypot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z){}
 public static void Less<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z){}
 public static void LessEqual<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z){}
 public static void Log<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Log10<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Log1p<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Log2<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void LogAddExp<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z){}
 public static void Maximum<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z){}
 public static void Minimum<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z){}
 public static void Mul<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z){}
 public static void Neg<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void NotEqual<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z){}
 public static void Pow<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z){}
 public static void Reciprocal<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Round<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Rsqrt<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Sigmoid<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Sign<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Sin<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Sinh<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Softplus<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Sqrt<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Square<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Sub<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z){}
 public static void Tan<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Tanh<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Trunc<T>(ReadOnlySpan<T> x, Span<T> y){}
 public static void Where<T>(ReadOnlySpan<T> c, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z){}
}

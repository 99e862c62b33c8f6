using System.Numerics;
namespace ChainRule.Kernels;
internal static class Elementary {
 public static void Abs<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Abs(x[i]); }
 public static void Acos<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Acos(x[i]); }
 public static void Acosh<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Acosh(x[i]); }
 public static void Add<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) z[i]=x[i]+y[i]; }
 public static void Asin<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Asin(x[i]); }
 public static void Asinh<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Asinh(x[i]); }
 public static void Atan<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Atan(x[i]); }
 public static void Atan2<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) z[i]=T.Atan2(x[i],y[i]); }
 public static void Atanh<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Atanh(x[i]); }
 public static void Ceil<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Ceiling(x[i]); }
 public static void Cos<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Cos(x[i]); }
 public static void Cosh<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Cosh(x[i]); }
 public static void Div<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) z[i]=x[i]/y[i]; }
 public static void Equal<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) z[i]=x[i]==y[i]?T.One:T.Zero; }
 public static void Erf<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=x[i]; }
 public static void Erfc<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=x[i]; }
 public static void Exp<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Exp(x[i]); }
 public static void Exp2<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Exp2(x[i]); }
 public static void Expm1<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.ExpM1(x[i]); }
 public static void Floor<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Floor(x[i]); }
 public static void Greater<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) z[i]=x[i]>y[i]?T.One:T.Zero; }
 public static void GreaterEqual<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) z[i]=x[i]>=y[i]?T.One:T.Zero; }
 public static void Hypot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) z[i]=T.Hypot(x[i],y[i]); }
 public static void Less<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) z[i]=x[i]<y[i]?T.One:T.Zero; }
 public static void LessEqual<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) z[i]=x[i]<=y[i]?T.One:T.Zero; }
 public static void Log<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Log(x[i]); }
 public static void Log10<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Log10(x[i]); }
 public static void Log1p<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.LogP1(x[i]); }
 public static void Log2<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Log2(x[i]); }
 public static void LogAddExp<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) z[i]=T.Max(x[i],y[i])+T.LogP1(T.Exp(-T.Abs(x[i]-y[i]))); }
 public static void Maximum<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) z[i]=T.Max(x[i],y[i]); }
 public static void Minimum<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) z[i]=T.Min(x[i],y[i]); }
 public static void Mul<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) z[i]=x[i]*y[i]; }
 public static void Neg<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=-x[i]; }
 public static void NotEqual<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) z[i]=x[i]!=y[i]?T.One:T.Zero; }
 public static void Pow<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) z[i]=T.Pow(x[i],y[i]); }
 public static void Reciprocal<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.One/x[i]; }
 public static void Round<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Round(x[i]); }
 public static void Rsqrt<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.One/T.Sqrt(x[i]); }
 public static void Sigmoid<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.One/(T.One+T.Exp(-x[i])); }
 public static void Sign<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.CreateChecked(T.Sign(x[i])); }
 public static void Sin<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Sin(x[i]); }
 public static void Sinh<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Sinh(x[i]); }
 public static void Softplus<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.LogP1(T.Exp(x[i])); }
 public static void Sqrt<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Sqrt(x[i]); }
 public static void Square<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=x[i]*x[i]; }
 public static void Sub<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) z[i]=x[i]-y[i]; }
 public static void Tan<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Tan(x[i]); }
 public static void Tanh<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Tanh(x[i]); }
 public static void Trunc<T>(ReadOnlySpan<T> x, Span<T> y) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) y[i]=T.Truncate(x[i]); }
 public static void Where<T>(ReadOnlySpan<T> c, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T: IFloatingPointIeee754<T> { for(int i=0;i<x.Length;i++) z[i]=c[i]!=T.Zero?x[i]:y[i]; }
}

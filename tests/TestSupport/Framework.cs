#if !NET
// Members of .NET that tests use, and that .NET Framework and Polyfill do not have. They have the same names, so that tests compile for both.
namespace System.Net.Http
{
    /// <summary>The handler for requests.</summary>
    public sealed class SocketsHttpHandler : HttpClientHandler;
}

namespace System
{
    using System.Net;
    using System.Net.Sockets;
    using System.Reflection;
    using System.Text.RegularExpressions;

    /// <summary>Members that .NET has.</summary>
    public static class FrameworkExtensions
    {
        extension(DecompressionMethods)
        {
            public static DecompressionMethods All => DecompressionMethods.GZip;
        }

        extension(DateTimeOffset)
        {
            public static DateTimeOffset UnixEpoch => new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
        }

        extension(BindingFlags)
        {
            public static BindingFlags DoNotWrapExceptions => BindingFlags.Default;
        }

        extension(TimeSpan)
        {
            public static double operator /(TimeSpan time, TimeSpan other) => (double)time.Ticks / other.Ticks;

            public static TimeSpan operator /(TimeSpan time, double by) => TimeSpan.FromTicks((long)Math.Round(time.Ticks / by));

            public static TimeSpan operator *(TimeSpan time, double by) => TimeSpan.FromTicks((long)Math.Round(time.Ticks * by));
        }

        extension(GroupCollection groups)
        {
            public IEnumerable<string> Keys => groups.Cast<Group>().Select(group => group.Name);
        }

        public static string Replace(this string text, string old, string other, StringComparison comparison)
        {
            if (comparison == StringComparison.Ordinal) return text.Replace(old, other);
            if (comparison != StringComparison.OrdinalIgnoreCase) throw new NotSupportedException();
            return Regex.Replace(text, Regex.Escape(old), _ => other, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        }

        public static void Dispose(this TcpListener listener) => listener.Stop();

        public static async Task<TcpClient> AcceptTcpClientAsync(this TcpListener listener, CancellationToken cancel)
        {
            using var stop = cancel.Register(listener.Stop);
            return await listener.AcceptTcpClientAsync();
        }
    }
}
#endif

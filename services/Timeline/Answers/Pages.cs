using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Ledger.Adapters.Grpc;

namespace Ledger.Timeline.Answers;

/// <summary>Page sizes and tokens. A token says where to go on, at which position, for which question.</summary>
internal static class Pages
{
    /// <exception cref="global::Grpc.Core.RpcException">INVALID_ARGUMENT with the field.</exception>
    public static int Size(int asked, int usual, int most, string field) => asked switch
    {
        < 0 => throw Faults.Invalid((field, $"{asked} is negative")),
        0 => usual,
        _ when asked > most => throw Faults.Invalid((field, $"{asked} is more than {most}")),
        _ => asked,
    };

    /// <param name="next">Where to go on.</param>
    /// <param name="position">The ledger position that all pages are answered from.</param>
    /// <param name="question">What was asked, without the token.</param>
    public static string Token(long next, long position, string question) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{next}.{position}.{Mark(question)}")));

    /// <summary>Reads a token; null for the first page.</summary>
    /// <exception cref="global::Grpc.Core.RpcException">INVALID_ARGUMENT: it is none, or of another question.</exception>
    public static (long Next, long Position)? Read(string token, string question)
    {
        if (token.Length == 0)
            return null;
        var bytes = new byte[Math.Min(token.Length, 256)];
        if (token.Length <= 256 && Base64Url.DecodeFromUtf8(Encoding.UTF8.GetBytes(token), bytes, out _, out var length) == OperationStatus.Done
            && Encoding.UTF8.GetString(bytes, 0, length).Split('.') is [var next, var position, var mark]
            && long.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && long.TryParse(position, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var from))
        {
            return mark == Mark(question) ? (at, from) : throw Faults.Invalid(("pageToken", "it belongs to another question: ask with the same filters"));
        }
        throw Faults.Invalid(("pageToken", "not a token that an answer gave"));
    }

    private static string Mark(string question) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(question)).AsSpan(0, 6));
}

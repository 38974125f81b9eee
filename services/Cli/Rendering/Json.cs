using Google.Protobuf;

namespace Ledger.Cli.Rendering;

/// <summary>The API's own JSON: what HTTP/JSON answers, with every field present, so that a script need not guess a default.</summary>
internal static class Json
{
    private static readonly JsonFormatter Pretty = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithIndentation("  "));

    private static readonly JsonFormatter Flat = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    public static string Of(IMessage message) => Pretty.Format(message);

    /// <summary>On one line.</summary>
    public static string LineOf(IMessage message) => Flat.Format(message);
}

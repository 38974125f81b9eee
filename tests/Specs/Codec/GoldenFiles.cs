using Ledger.Events;

namespace Ledger.Specs.Codec;

/// <summary>The golden files: one stored document for every wire name, byte for byte.</summary>
internal static class GoldenFiles
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "golden");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    public static byte[] Read(string wireName) => File.ReadAllBytes(Path.Combine(Folder, wireName + ".json"));

    public static string Text(string wireName) => System.Text.Encoding.UTF8.GetString(Read(wireName));

    public static TheoryData<string> EveryWireName => [.. WireNames.All.Select(pair => pair.Value)];
}

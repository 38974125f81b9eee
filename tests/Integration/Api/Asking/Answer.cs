using System.Text.Json;

namespace Ledger.Integration.Api.Asking;

/// <summary>
/// An answer of the API as JSON, and what is expected of it in a line: <c>headline=LICENCE; suspended[measure=cn-mofcom-2025-57/1].everApplied=NO</c>.
/// A path takes names, <c>[name=value]</c> for the one element of a list that has it, and <c>[n]</c>. Then <c>=</c> value (of an enum the last
/// words serve), <c>~</c> a text that it contains, <c>#</c> how many, or <c>!</c> for absent or empty.
/// </summary>
public sealed class Answer(string json)
{
    private readonly JsonElement root = JsonDocument.Parse(json).RootElement;

    /// <summary>The document as it came.</summary>
    public string Text => json;

    public string this[string path] => Find(path) is { } found ? Written(found) : "";

    /// <summary>Fails with the whole answer when anything expected is not so.</summary>
    public void Expect(string expected)
    {
        foreach (var each in expected.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (path, sign, value) = Split(each);
            var found = Find(path);
            Assert.True(Holds(found, sign, value), $"expected {each}, found {(found is { } there ? Written(there) : "nothing")} in\n{JsonSerializer.Serialize(root, Indented)}");
        }
    }

    /// <summary>The element at a path; null where there is none.</summary>
    public JsonElement? Find(string path)
    {
        var at = root;
        foreach (var step in Steps(path))
        {
            if (step.StartsWith('['))
            {
                if (at.ValueKind != JsonValueKind.Array || Element(at, step[1..^1]) is not { } element)
                    return null;
                at = element;
            }
            else if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(step, out var property))
            {
                at = property;
            }
            else
            {
                return null;
            }
        }
        return at;
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static bool Holds(JsonElement? found, char sign, string value) => sign switch
    {
        '!' => found is not { } there || Count(there) == 0,
        '#' => (found is { } there ? Count(there) : 0).ToString() == value,
        '~' => found is { } there && Written(there).Contains(value, StringComparison.Ordinal),
        _ => found is { } there && (Written(there) == value || (value.Length > 0 && Written(there).EndsWith("_" + value, StringComparison.Ordinal))),
    };

    private static int Count(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.GetArrayLength(),
        JsonValueKind.String => element.GetString()!.Length,
        JsonValueKind.Null => 0,
        _ => 1,
    };

    private static string Written(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();

    private static JsonElement? Element(JsonElement list, string which)
    {
        if (int.TryParse(which, out var index))
            return index < list.GetArrayLength() ? list[index] : null;
        var (name, value) = (which[..which.IndexOf('=', StringComparison.Ordinal)], which[(which.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        var matching = list.EnumerateArray().Where(item => item.TryGetProperty(name, out var property) && Holds(property, '=', value)).ToList();
        Assert.True(matching.Count <= 1, $"[{which}] is ambiguous: {matching.Count} elements have it");
        return matching.Count == 1 ? matching[0] : null;
    }

    private static IEnumerable<string> Steps(string path)
    {
        for (var start = 0; start < path.Length;)
        {
            var end = path[start] == '[' ? path.IndexOf(']', start) + 1 : path.IndexOfAny(['.', '['], start);
            if (end < 0)
                end = path.Length;
            yield return path[start..end];
            start = end < path.Length && path[end] == '.' ? end + 1 : end;
        }
    }

    /// <summary>The first sign outside of brackets parts path and value.</summary>
    private static (string Path, char Sign, string Value) Split(string expected)
    {
        var depth = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            depth += expected[i] switch { '[' => 1, ']' => -1, _ => 0 };
            if (depth == 0 && expected[i] is '=' or '~' or '#' or '!')
                return (expected[..i].Trim(), expected[i], expected[(i + 1)..].Trim());
        }
        throw new ArgumentException($"'{expected}' expects nothing");
    }
}

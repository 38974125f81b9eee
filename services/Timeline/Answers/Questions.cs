using Ledger.Adapters.Grpc;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Wire = Ledger.Api.Timeline.V1;

namespace Ledger.Timeline.Answers;

/// <summary>Reads the trade that a check asks about.</summary>
internal static class Questions
{
    /// <summary>Keys of one kind that a question may state: it bounds the cost of an answer.</summary>
    private const int MostKeys = 100;

    /// <param name="asked">As asked.</param>
    /// <param name="path">Its place in the request.</param>
    /// <exception cref="global::Grpc.Core.RpcException">INVALID_ARGUMENT with the field.</exception>
    public static Question Read(Wire.Question? asked, string path)
    {
        if (asked is null)
            throw Faults.Invalid((path, "missing"));
        var goods = new List<GoodsKey>();
        for (var i = 0; i < asked.Goods.Count; i++)
            goods.AddRange(CompoundKey.TryParse(asked.Goods[i], out var key, out var error) ? key.Members : throw Faults.Invalid(($"{path}.goods[{i}]", error)));
        if (goods.Count > MostKeys)
            throw Faults.Invalid(($"{path}.goods", $"{goods.Count} keys; a question may state {MostKeys}"));
        var origin = Country(asked.Origin, $"{path}.origin");
        return new Question(
            goods.ToItems(), origin, Country(asked.ExportedFrom, $"{path}.exportedFrom") ?? origin, Country(asked.Destination, $"{path}.destination"),
            Tokens(asked.EndUse, $"{path}.endUse"), Tokens(asked.EndUser, $"{path}.endUser"), Tokens(asked.Parties, $"{path}.parties"),
            Tokens(asked.Ships, $"{path}.ships"), Tokens(asked.Reach, $"{path}.reach"));
    }

    private static string? Country(string code, string field) => code.Length == 0 ? null
        : Jurisdictions.IsCountry(code) || CountryGroups.IsGroup(code) ? code
        : throw Faults.Invalid((field, $"'{code}' is not an ISO 3166-1 alpha-2 code"));

    private static Items<string> Tokens(Google.Protobuf.Collections.RepeatedField<string> stated, string field)
    {
        if (stated.Count > MostKeys)
            throw Faults.Invalid((field, $"{stated.Count} keys; a question may state {MostKeys}"));
        for (var i = 0; i < stated.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(stated[i]) || stated[i].Length > 200)
                throw Faults.Invalid(($"{field}[{i}]", "empty, or longer than 200 characters"));
        }
        return stated.ToItems();
    }
}

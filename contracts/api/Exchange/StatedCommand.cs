using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Ledger.Api.Common.V1;
using Ledger.Api.Timeline.V1;

namespace Ledger.Api.Exchange;

/// <summary>
/// A line's command with everything said that the ledger fills in where it is left out. A command may be stated in several ways, and an
/// export states it in another than it came: two lines record the same if this of both is equal. It serves that comparison alone.
/// </summary>
internal static class StatedCommand
{
    /// <summary>The command, spelt out; what does not change what is recorded is cleared.</summary>
    public static IMessage SpeltOut(ExchangeLine line)
    {
        var command = Of(line.Clone());
        foreach (var name in (string[])["request_id", "validate_only", "accept_unresolved"])
            command.Descriptor.FindFieldByName(name)?.Accessor.Clear(command);
        var citations = Items(command, "citations");
        if (Field(command, "effects") is IList effects)
        {
            var act = Field(command, "act") as Act ?? new Act();
            if (!act.HasId)
                act.Id = UsualAct(line, citations.Cast<Citation>());
            var index = 0;
            foreach (IMessage effect in effects)
                SpellOut(effect, ++index, act.Jurisdictions, citations);
            act.Jurisdictions.Clear();
        }
        else if (Field(command, "replacement") is IMessage replacement)
        {
            replacement.Descriptor.FindFieldByName("ordinal").Accessor.Clear(replacement);
            FillIfEmpty(replacement, "citations", citations);
        }
        else
        {
            return command;
        }
        citations.Clear();
        return command;
    }

    /// <summary>The command that a line holds.</summary>
    public static IMessage Of(ExchangeLine line) => (IMessage)ExchangeLine.Descriptor.Oneofs[0].Accessor.GetCaseFieldDescriptor(line).Accessor.GetValue(line);

    private static void SpellOut(IMessage effect, int place, IList jurisdictions, IList citations)
    {
        var ordinal = effect.Descriptor.FindFieldByName("ordinal").Accessor;
        if (!ordinal.HasValue(effect))
            ordinal.SetValue(effect, place);
        FillIfEmpty(effect, "jurisdictions", jurisdictions);
        FillIfEmpty(effect, "citations", citations);
    }

    private static void FillIfEmpty(IMessage message, string name, IList usual)
    {
        var own = Items(message, name);
        if (own.Count > 0)
            return;
        foreach (var item in usual)
            own.Add(item);
    }

    /// <summary>What the act is called where the command does not say: the instrument itself, or else its source document (DESIGN T11).</summary>
    private static string UsualAct(ExchangeLine line, IEnumerable<Citation> citations) => line.CommandCase == ExchangeLine.CommandOneofCase.InstrumentAct
        ? line.InstrumentAct.Instrument
        : citations.FirstOrDefault() is { } first ? first.HasDocumentNumber ? first.DocumentNumber : first.Url : "";

    private static IList Items(IMessage message, string name) => (IList)message.Descriptor.FindFieldByName(name).Accessor.GetValue(message);

    private static object? Field(IMessage message, string name) => message.Descriptor.FindFieldByName(name)?.Accessor.GetValue(message);
}

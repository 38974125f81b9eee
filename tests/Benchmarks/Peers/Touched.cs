using Ledger.Benchmarks.Generated;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;

namespace Ledger.Benchmarks.Peers;

/// <summary>After which commands each measure has to be looked at again: those that introduce it, act on it, or correct what does.</summary>
internal sealed class Touched
{
    private readonly Dictionary<string, string> _byReference = [];
    private readonly Dictionary<string, List<long>> _commands = [];

    /// <param name="seed">Of the generated ledger.</param>
    /// <param name="length">Its events.</param>
    public Touched(int seed, int length)
    {
        var command = new List<string>();
        var (position, request) = (-1L, Guid.Empty);
        foreach (var recorded in new GeneratedLedger(seed, length).Events())
        {
            if (recorded.Header.RequestId != request)
                Close(command, position);
            (request, position) = (recorded.Header.RequestId, position + 1);
            if (MeasureOf(recorded.Body) is not { } measure)
                continue;
            command.Add(measure);
            if (recorded.Place is { } place)
                _byReference[$"{place.Act}#{place.Ordinal}"] = measure;
        }
        Close(command, position);
    }

    /// <summary>For each measure in the order of introduction, the last positions of the commands that touch it, ascending.</summary>
    public IReadOnlyList<(string Measure, IReadOnlyList<long> Commands)> Measures =>
        [.. _commands.Select(each => (each.Key, (IReadOnlyList<long>)each.Value))];

    private void Close(List<string> command, long position)
    {
        foreach (var measure in command.Distinct())
        {
            if (!_commands.TryGetValue(measure, out var commands))
                _commands.Add(measure, commands = []);
            commands.Add(position);
        }
        command.Clear();
    }

    private string? MeasureOf(EventBody body) => body switch
    {
        MeasureIntroduced introduced => introduced.Measure,
        EventCorrected corrected => _byReference.GetValueOrDefault(corrected.Corrects),
        _ when Targets.Of(body) is not { } => null,
        _ when Targets.Of(body) is { } target && Reference.IsEffect(target) => _byReference.GetValueOrDefault(target),
        _ when Targets.Of(body) is { } target && target.Contains('/') => Targets.Of(body),
        _ => throw new InvalidOperationException($"{body.GetType().Name} acts on a clause or a whole instrument: that is not generated"),
    };
}

using Ledger.Adapters.EventLog;
using Ledger.Adapters.Saving;

namespace Ledger.Adapters.Owners;

/// <summary>Keeps an owner's state warm from the store, and saves what is noted of a long ledger, so that the next start reads what came after it.</summary>
/// <param name="log">The store.</param>
/// <param name="warm">What is kept warm.</param>
/// <param name="streamPrefix">Of the owner's streams.</param>
/// <param name="saved">Where the notes are saved; null: nowhere.</param>
internal sealed class OwnerFollowing(IEventLog log, WarmLedger warm, string streamPrefix, SavedNotes? saved)
{
    private StoredEvent? _last;
    private long _events;

    /// <summary>Follows the owner's streams until cancelled.</summary>
    /// <exception cref="Ledger.Events.EventFormatException">The store holds what the codec does not read.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            var after = await BeginAsync(stopping).ConfigureAwait(false);
            await foreach (var message in log.SubscribeAsync(after, [streamPrefix], stopping).ConfigureAwait(false))
            {
                switch (message)
                {
                    case SubscriptionMessage.EventAppeared { Event: var stored }:
                        warm.Take(stored);
                        (_last, _events) = (stored, _events + 1);
                        if (saved?.IsDue(_events, warm.IsWarm) == true)
                            Save();
                        break;
                    case SubscriptionMessage.CaughtUp:
                        warm.CaughtUp();
                        if (saved?.IsDueOnceCaughtUp(_events) == true)
                            Save();
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The end of a subscription is its cancellation.
            if (saved?.IsDueAtTheEnd(_events) == true)
                Save();
            await (saved?.SettledAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        }
    }

    /// <summary>Begins with the saved notes, where there are any, and answers from where on the store is to be read.</summary>
    private async Task<LogPosition> BeginAsync(CancellationToken stopping)
    {
        if (saved is null || await saved.LoadAsync(log.ReadAsync, stopping).ConfigureAwait(false) is not { } notes)
            return LogPosition.Start;
        warm.Begin(notes);
        _events = saved.Events;
        return notes.Last.At;
    }

    /// <summary>Saves the notes; more is only ever due where an event has come.</summary>
    private void Save() => saved!.Save(warm.Noted(new DeliveredEvent(_last!.Position, _last.Stream, _last.Revision, _last.EventId)));
}

using System.Collections.Concurrent;
using Ledger.Adapters.EventLog;
using Ledger.Events;
using Ledger.Kernel;
using Ledger.Specs.Telling;
using Ledger.Timeline.Sequencing;
using NodaTime;

namespace Ledger.Specs.Sequencing;

/// <summary>Documents of a store in another process, which an answer waits for without holding a thread.</summary>
public sealed class DocumentsSpecs
{
    private const int Asked = 20;

    private readonly ConcurrentQueue<TaskCompletionSource> _reading = new();
    private int _read;

    [Fact]
    public async Task What_an_answer_lacks_is_read_together_while_nobody_waits_on_a_thread()
    {
        var documents = Remote(mostBytes: 1 << 20);
        var told = 0;
        var answering = documents.AnsweredAsync(() => Told(ref told, () => Texts(documents, Expected.All)), TestContext.Current.CancellationToken);
        // This thread is free meanwhile, and several are asked for before the first has come.
        Assert.False(answering.IsCompleted);
        while (_reading.Count < 2)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        await ReleaseUntilAsync(answering);
        Assert.Equal(Enumerable.Range(0, Asked).Select(position => $"instrument-act-{position}"), await answering);
        Assert.Equal((Asked, 2), (_read, told));
        // All is at hand now.
        Assert.True(documents.AnsweredAsync(() => Texts(documents, Expected.None), TestContext.Current.CancellationToken).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task An_answer_that_does_not_say_what_it_will_ask_for_is_given_all_the_same()
    {
        var documents = Remote(mostBytes: 1 << 20);
        var answering = documents.AnsweredAsync(() => Texts(documents, Expected.None, 3), TestContext.Current.CancellationToken);
        await ReleaseUntilAsync(answering);
        Assert.Equal(3, (await answering).Count);
        Assert.Equal(3, _read);
    }

    [Fact]
    public async Task An_answer_whose_documents_are_let_go_of_before_it_is_told_is_given_all_the_same()
    {
        var documents = Remote(mostBytes: 0);
        var answering = Task.Run(() => documents.AnsweredAsync(() => Texts(documents, Expected.All, 3), TestContext.Current.CancellationToken));
        await ReleaseUntilAsync(answering);
        Assert.Equal(3, (await answering).Count);
    }

    [Fact]
    public async Task A_store_that_is_away_is_said_to_be_and_asked_again_the_next_time()
    {
        var isAway = true;
        var documents = new Documents((_, _) => throw new InvalidOperationException("nobody waits on a thread"), 1 << 20, (stream, revision, _) =>
            isAway ? Task.FromException<StoredEvent>(new EventLogUnavailableException("away", null)) : Task.FromResult(Stored(stream, revision)));
        await Assert.ThrowsAsync<EventLogUnavailableException>(() => documents.AnsweredAsync(() => Texts(documents, Expected.All), TestContext.Current.CancellationToken));
        isAway = false;
        Assert.Equal(Asked, (await documents.AnsweredAsync(() => Texts(documents, Expected.All), TestContext.Current.CancellationToken)).Count);
    }

    [Fact]
    public async Task What_an_answer_refuses_is_refused_at_once()
    {
        var documents = Remote(mostBytes: 1 << 20);
        await Assert.ThrowsAsync<ArgumentException>(() => documents.AnsweredAsync<int>(() => throw new ArgumentException("no such id"), TestContext.Current.CancellationToken));
        // Whoever reads on this thread afterwards reads what he lacks.
        var reading = Task.Run(() => documents.Read(Place(0)).Event.Header.Stream);
        await ReleaseUntilAsync(reading);
        Assert.Equal("instrument-act-0", await reading);
    }

    [Fact]
    public void Whoever_goes_through_a_ledger_waits_for_few_of_its_documents_one_by_one()
    {
        const int Events = 600, Kept = 200, BytesEach = 160;
        var (recorded, waited) = (new Dictionary<string, StoredEvent>(), 0);
        var documents = new Documents((stream, _) => Waited(ref waited, recorded[stream]), Kept * BytesEach, (stream, _, _) => Task.FromResult(recorded[stream]));
        var memory = new LedgerMemory(PolicyStreams.Under(""), documents);
        for (var position = 0; position < Events; position++)
        {
            var stored = Stored(Place(position).Stream, 0);
            var read = EventCodec.Decode(stored.Data);
            recorded.Add(stored.Stream, stored with { Data = ReadOnlyMemory<byte>.Empty, Decoded = read });
            memory.Append([new ReadEvent(read, new LogPosition((ulong)position, (ulong)position), ReadOnlyMemory<byte>.Empty)]);
        }
        Assert.Equal(Enumerable.Range(0, Events).Select(position => Place(position).Stream), memory.Latest.Events.Select(each => each.Event.Header.Stream));
        Assert.InRange(waited, 1, Events / 20);
    }

    private enum Expected
    {
        None,
        All,
    }

    /// <summary>Documents of a store that answers when it is let.</summary>
    private Documents Remote(long mostBytes)
    {
        return new Documents((stream, revision) => ReadAsync(stream, revision, default).GetAwaiter().GetResult(), mostBytes, ReadAsync);
        async Task<StoredEvent> ReadAsync(string stream, long revision, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _read);
            var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _reading.Enqueue(asked);
            await asked.Task.WaitAsync(cancellation);
            return Stored(stream, revision);
        }
    }

    private async Task ReleaseUntilAsync(Task done)
    {
        while (!done.IsCompleted)
        {
            while (_reading.TryDequeue(out var asked))
                asked.SetResult();
            await Task.WhenAny(done, Task.Delay(5, TestContext.Current.CancellationToken));
        }
    }

    private static StoredEvent Waited(ref int waited, StoredEvent stored)
    {
        waited++;
        return stored;
    }

    private static T Told<T>(ref int times, Func<T> tell)
    {
        times++;
        return tell();
    }

    private static List<string> Texts(Documents documents, Expected expected, int count = Asked)
    {
        var places = Enumerable.Range(0, count).Select(Place).ToList();
        if (expected == Expected.All)
            documents.Expect(places);
        return [.. places.Select(place => documents.Read(place).Event.Header.Stream)];
    }

    private static DocumentPlace Place(int position) => new(position, $"instrument-act-{position}", 0);

    private static StoredEvent Stored(string stream, long revision)
    {
        var entity = stream["instrument-".Length..];
        var recorded = new LedgerEvent(
            new EventHeader(Guid.NewGuid(), stream, revision, Instant.FromUnixTimeSeconds(0), Guid.NewGuid(), new string('0', 64), "spec"), entity,
            new ActPlace(entity, 1, LegalMoment.Parse("2025-10-09"), 0, null), ["CN"], null, null, [Act.Gazette], Effects.Publish("70"));
        return new StoredEvent(LogPosition.Start, stream, revision, recorded.Header.EventId, WireNames.Of(recorded.Body), EventCodec.Encode(recorded), ReadOnlyMemory<byte>.Empty);
    }
}

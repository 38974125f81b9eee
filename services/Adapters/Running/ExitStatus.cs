using Ledger.Adapters.Bus;
using Ledger.Adapters.EventLog;
using Microsoft.AspNetCore.Connections;

namespace Ledger.Adapters.Running;

/// <summary>How a process of the ledger ends: each reason has a status of its own, and a sentence that says what to do.</summary>
public static class ExitStatus
{
    public const int Stopped = 0;
    public const int BadSetting = 2;
    public const int PortInUse = 3;
    public const int FolderHeld = 4;
    public const int FolderVersion = 5;
    public const int StoreUnavailable = 6;
    public const int StoreDamaged = 7;
    public const int SampleIncomplete = 8;
    public const int OtherEvents = 9;
    public const int NotEqual = 10;
    public const int BrokerRefuses = 11;

    /// <summary>As shells report it.</summary>
    public const int Interrupted = 130;

    public const string Table =
        """
        Exit statuses:
          0  stopped by a signal
          2  a setting cannot be read
          3  a port is in use
          4  the data folder is held by another process
          5  the data folder is of another version
          6  the store cannot be written or reached (disk full, no permission, server away, credentials refused)
          7  the store is damaged
          8  the sample data was not recorded whole
          9  move: the destination holds other events
         10  move: the copy is not equal
         11  the broker refuses the user, or its certificate is not trusted
        130  move: broken off
        """;

    /// <summary>Tells a failure that users can do something about, and returns its status; any other is thrown on.</summary>
    public static int Tell(Exception failure)
    {
        if (Of(failure) is not { } known)
            throw failure;
        Console.Error.WriteLine(known.Sentence);
        return known.Status;
    }

    /// <summary>The status and sentence of a failure that users can do something about; null for any other.</summary>
    public static (int Status, string Sentence)? Of(Exception failure) => failure switch
    {
        BrokerRefusedException => (BrokerRefuses, failure.Message),
        SettingException => (BadSetting, failure.Message),
        EventLogSettingException => (BadSetting, failure.Message),
        EventLogLockedException => (FolderHeld, failure.Message),
        EventLogVersionException => (FolderVersion, failure.Message),
        EventLogCorruptException => (StoreDamaged, failure.Message),
        EventLogUnavailableException => (StoreUnavailable, failure.Message),
        UnauthorizedAccessException => (StoreUnavailable, $"{failure.Message} Name a folder that you may write, with --data."),
        IOException { InnerException: AddressInUseException } => (PortInUse, $"{failure.Message.TrimEnd('.')}: stop what holds it, or name other ports with --http-port and --grpc-port"),
        IOException => (StoreUnavailable, $"the data folder cannot be used: {failure.Message}"),
        AggregateException { InnerException: { } inner } => Of(inner),
        _ => null,
    };
}

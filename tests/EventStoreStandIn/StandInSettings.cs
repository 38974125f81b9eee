namespace Ledger.EventStoreStandIn;

/// <summary>The settings of the command line.</summary>
/// <param name="Host">Address it listens on and is named by.</param>
/// <param name="Port">The protocol's port.</param>
/// <param name="ControlPort">Where faults are asked for; 0: any free port.</param>
/// <param name="Data">The folder it keeps.</param>
/// <param name="User">Empty: nobody is asked who they are.</param>
/// <param name="Certificate">PEM file of its certificate; empty: plaintext.</param>
/// <param name="Key">PEM file of the certificate's key.</param>
/// <param name="ClientCa">PEM file of the authorities of its clients' certificates, which are then required; empty: none are.</param>
/// <param name="MaxAppendSize">In bytes.</param>
/// <param name="Version">The version that it behaves as.</param>
/// <param name="Seed">Of the faults' shuffles.</param>
public sealed record StandInSettings(
    string Host, int Port, int ControlPort, DirectoryInfo Data, string User, string Password, string Certificate, string Key, string ClientCa, int MaxAppendSize, Version Version, int Seed)
{
    private static readonly Version First21 = new(21, 10);
    private static readonly Version FirstToSayCaughtUp = new(23, 10);

    public bool HasServerFeatures => Version >= First21;

    public bool HasBatchAppend => Version >= First21;

    public bool SaysCaughtUp => Version >= FirstToSayCaughtUp;
}

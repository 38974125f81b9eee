namespace Ledger.Kernel;

/// <summary>An operation is one request on one stream: request ids are scoped to a stream (DESIGN section 2, <i>Pending</i>).</summary>
public static class Operations
{
    /// <summary>UUIDv5 of the full stream name, in the scope of the request id.</summary>
    public static Guid IdOf(string stream, Guid requestId) => NameBasedGuid.Of(requestId, stream);
}

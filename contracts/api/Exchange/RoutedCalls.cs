using Grpc.Core;

namespace Ledger.Api.Exchange;

/// <summary>Sends each call to the process that serves it: the owners' commands to the owners, everything else to timeline.</summary>
/// <param name="timeline">Where timeline answers.</param>
/// <param name="owners">Where the owners answer, by the package of their services, e.g. <c>ledger.agreements.v1</c>; one left out: timeline's address.</param>
public sealed class RoutedCalls(CallInvoker timeline, IReadOnlyDictionary<string, CallInvoker> owners) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        For(method).BlockingUnaryCall(method, host, options, request);

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        For(method).AsyncUnaryCall(method, host, options, request);

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => For(method).AsyncServerStreamingCall(method, host, options, request);

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => For(method).AsyncClientStreamingCall(method, host, options);

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => For(method).AsyncDuplexStreamingCall(method, host, options);

    /// <summary>A service's full name is its package's and its own.</summary>
    private CallInvoker For(IMethod method) =>
        owners.TryGetValue(method.ServiceName[..method.ServiceName.LastIndexOf('.')], out var owner) ? owner : timeline;
}

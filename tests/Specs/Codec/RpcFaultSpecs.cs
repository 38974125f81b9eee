using Grpc.Core;
using Ledger.Api.Exchange;

namespace Ledger.Specs.Codec;

/// <summary>Whoever imports is always told in words why a line was not recorded.</summary>
public sealed class RpcFaultSpecs
{
    [Theory]
    [InlineData(StatusCode.Unavailable, "the broker is away: retry", "the broker is away: retry")]
    [InlineData(StatusCode.DeadlineExceeded, "", "no answer came in time")]
    [InlineData(StatusCode.Internal, "", "the call ended as Internal, and nothing was said why")]
    public void A_failure_without_a_sentence_is_given_one(StatusCode code, string detail, string sentence) =>
        Assert.Equal(sentence, RpcFault.Of(new RpcException(new Status(code, detail))).Sentence);
}

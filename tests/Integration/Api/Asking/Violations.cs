using System.Net;
using System.Text.Json;
using Google.Rpc;
using Grpc.Core;

namespace Ledger.Integration.Api.Asking;

/// <summary>Errors of the API, with the fields that they name.</summary>
internal static class Violations
{
    /// <summary>The field violations of an error; empty where it has none.</summary>
    public static IReadOnlyList<BadRequest.Types.FieldViolation> Of(RpcException failure) => [.. failure.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations ?? []];

    /// <summary>The call is malformed at a field.</summary>
    public static async Task Expect<T>(string field, Func<AsyncUnaryCall<T>> call, string why = "")
    {
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await call());
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        var violation = Assert.Single(Of(refused));
        Assert.Equal(field, violation.Field);
        Assert.NotEqual("", violation.Description);
        Assert.Contains(why, violation.Description, StringComparison.Ordinal);
    }

    /// <summary>An HTTP/JSON answer says that a field is malformed.</summary>
    public static async Task Expect(HttpStatusCode status, string field, HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{response.StatusCode} {text}");
        var violation = JsonDocument.Parse(text).RootElement.GetProperty("details")[0].GetProperty("fieldViolations")[0];
        Assert.Equal(field, violation.GetProperty("field").GetString());
        Assert.NotEqual("", violation.GetProperty("description").GetString());
    }
}

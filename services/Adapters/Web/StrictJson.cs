using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using System.Text.Json;
using System.Text.Unicode;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using HttpRequest = Microsoft.AspNetCore.Http.HttpRequest;

namespace Ledger.Adapters.Web;

/// <summary>
/// Reads HTTP/JSON requests strictly before they are transcoded, which would pass over what it does not know: a misspelt field must not
/// change what is asked or recorded. Unknown, repeated or mistyped fields, unknown query parameters, depth, encoding and content type are
/// refused by the name of the field.
/// </summary>
internal sealed class StrictJson(RequestDelegate next)
{
    private const int MostDepth = 24;

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = MostDepth, AllowDuplicateProperties = false };

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is not { } transcoded || JsonFaults.IsGrpc(context))
        {
            await next(context);
            return;
        }
        var request = context.Request;
        DecodeSlashes(request.RouteValues);
        var hasBody = transcoded.HttpRule.Body.Length > 0;
        if (UnknownParameter(request, transcoded.MethodDescriptor.InputType, hasBody) is { } parameter)
        {
            await JsonFaults.WriteAsync(context, StatusCodes.Status400BadRequest, Code.InvalidArgument, parameter, "no such parameter");
            return;
        }
        if (hasBody)
        {
            if (!request.HasJsonContentType())
            {
                await JsonFaults.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, Code.InvalidArgument, "content-type", "application/json is required");
                return;
            }
            if (await ReadAsync(context) is not { } body)
                return;
            if (Fault(body, transcoded.MethodDescriptor.InputType, request.RouteValues) is { } fault)
            {
                await JsonFaults.WriteAsync(context, StatusCodes.Status400BadRequest, Code.InvalidArgument, fault.Field, fault.Why);
                return;
            }
            request.Body = new MemoryStream(body);
        }
        await next(context);
    }

    private static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        try
        {
            using var buffer = new MemoryStream();
            await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
            return buffer.ToArray();
        }
        catch (BadHttpRequestException tooLarge)
        {
            await JsonFaults.WriteAsync(context, tooLarge.StatusCode, Code.InvalidArgument, "$", tooLarge.Message.TrimEnd('.'));
            return null;
        }
    }

    /// <summary>The server leaves an encoded slash in a path as it is, so that it parts nothing. Ids of measures hold slashes.</summary>
    private static void DecodeSlashes(RouteValueDictionary path)
    {
        foreach (var (name, value) in path.ToList())
        {
            if (value is string text)
                path[name] = text.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        }
    }

    private static (string Field, string Why)? Fault(byte[] body, MessageDescriptor type, RouteValueDictionary path)
    {
        if (!Utf8.IsValid(body))
            return ("$", "not UTF-8");
        try
        {
            using var json = JsonDocument.Parse(body, Reading);
            return Fault(json.RootElement, type, "") ?? OtherThanThePath(json.RootElement, type, path);
        }
        catch (JsonException malformed)
        {
            return ("$", $"not JSON as it is read here, at most {MostDepth} deep and with no name twice: {malformed.Message}");
        }
    }

    /// <summary>The path says which entity; a body that says so too must say the same.</summary>
    private static (string Field, string Why)? OtherThanThePath(JsonElement body, MessageDescriptor type, RouteValueDictionary path)
    {
        foreach (var property in body.EnumerateObject())
        {
            var field = type.Fields.InFieldNumberOrder().First(field => field.JsonName == property.Name || field.Name == property.Name);
            if (path.TryGetValue(field.Name, out var stated) && property.Value.ValueKind != JsonValueKind.Null && property.Value.GetString() != stated as string)
                return (property.Name, $"'{property.Value.GetString()}' is not the '{stated}' of the path");
        }
        return null;
    }

    private static (string Field, string Why)? Fault(JsonElement element, MessageDescriptor type, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return (path.Length == 0 ? "$" : path, "an object stands here");
        foreach (var property in element.EnumerateObject())
        {
            var name = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            var field = type.Fields.InFieldNumberOrder().FirstOrDefault(field => field.JsonName == property.Name || field.Name == property.Name);
            if (field is null)
                return (name, "no such field");
            if (property.Value.ValueKind == JsonValueKind.Null)
                continue;
            if (Fault(property.Value, field, name) is { } fault)
                return fault;
        }
        return null;
    }

    private static (string Field, string Why)? Fault(JsonElement element, FieldDescriptor field, string path)
    {
        if (!field.IsRepeated)
            return FaultOfOne(element, field, path);
        if (element.ValueKind != JsonValueKind.Array)
            return (path, "a list stands here");
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            if (FaultOfOne(item, field, $"{path}[{index++}]") is { } fault)
                return fault;
        }
        return null;
    }

    private static (string Field, string Why)? FaultOfOne(JsonElement element, FieldDescriptor field, string path) => field.FieldType switch
    {
        FieldType.Message => Fault(element, field.MessageType, path),
        FieldType.String => element.ValueKind == JsonValueKind.String ? null : (path, "text stands here"),
        FieldType.Bool => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : (path, "true or false stands here"),
        FieldType.Enum => element.ValueKind == JsonValueKind.String && field.EnumType.FindValueByName(element.GetString()!) is not null
            ? null
            : (path, $"one of {string.Join(", ", field.EnumType.Values.Skip(1).Select(value => value.Name))} stands here"),
        FieldType.Int32 => IsWhole(element, out var number) && number is >= int.MinValue and <= int.MaxValue ? null : (path, "a whole number of 32 bits stands here"),
        FieldType.Int64 => IsWhole(element, out _) ? null : (path, "a whole number stands here"),
        _ => null,
    };

    private static bool IsWhole(JsonElement element, out long number)
    {
        number = 0;
        return element.ValueKind == JsonValueKind.Number ? element.TryGetInt64(out number)
            : element.ValueKind == JsonValueKind.String && long.TryParse(element.GetString(), System.Globalization.NumberStyles.AllowLeadingSign, null, out number);
    }

    private static string? UnknownParameter(HttpRequest request, MessageDescriptor type, bool hasBody) =>
        request.Query.Keys.FirstOrDefault(key => hasBody || request.RouteValues.ContainsKey(key) || !IsParameter(type, key.Split('.')));

    private static bool IsParameter(MessageDescriptor type, ReadOnlySpan<string> path)
    {
        var name = path[0];
        var field = type.Fields.InFieldNumberOrder().FirstOrDefault(field => field.JsonName == name || field.Name == name);
        return field is not null && (field.FieldType == FieldType.Message ? !field.IsRepeated && path.Length > 1 && IsParameter(field.MessageType, path[1..]) : path.Length == 1);
    }
}

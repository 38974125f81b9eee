using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf.Reflection;

namespace Ledger.Api.OpenApi;

/// <summary>How a method is reached over HTTP, as its <c>google.api.http</c> annotation says.</summary>
/// <param name="Method">The method.</param>
/// <param name="Verb">In lower case, as OpenAPI has it.</param>
/// <param name="Path">The template as OpenAPI has it, <c>/v1/entities/{id}</c>.</param>
/// <param name="PathFields">Fields of the request that stand in the path.</param>
/// <param name="SlashFields">Those of them whose values may hold slashes (<c>{id=**}</c>).</param>
/// <param name="HasBody">Whether the rest of the request stands in a JSON body; else it stands in the query.</param>
internal sealed partial record HttpRoute(
    MethodDescriptor Method, string Verb, string Path, IReadOnlySet<FieldDescriptor> PathFields, IReadOnlySet<FieldDescriptor> SlashFields, bool HasBody)
{
    public static HttpRoute Of(MethodDescriptor method)
    {
        var rule = method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) ?? throw new InvalidOperationException($"{method.FullName} has no google.api.http annotation");
        var (verb, template) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => ("get", rule.Get),
            HttpRule.PatternOneofCase.Post => ("post", rule.Post),
            _ => throw new InvalidOperationException($"{method.FullName}: {rule.PatternCase} is a verb that no description is written for"),
        };
        if (rule.Body is not ("" or "*") || rule.ResponseBody.Length > 0 || rule.AdditionalBindings.Count > 0)
            throw new InvalidOperationException($"{method.FullName}: only whole bodies and single bindings are described");
        var variables = Variable().Matches(template);
        var fields = variables.Select(variable => Field(method, variable)).ToHashSet();
        var slashes = variables.Where(variable => variable.Groups["pattern"].Value == "**").Select(variable => Field(method, variable)).ToHashSet();
        return new HttpRoute(method, verb, Variable().Replace(template, variable => $"{{{Field(method, variable).JsonName}}}"), fields, slashes, rule.Body == "*");
    }

    private static FieldDescriptor Field(MethodDescriptor method, Match variable) =>
        method.InputType.FindFieldByName(variable.Groups["field"].Value) ?? throw new InvalidOperationException($"{method.FullName}: {variable.Value} is no field of the request");

    [GeneratedRegex(@"\{(?<field>[a-z0-9_]+)(=(?<pattern>[^}]+))?\}")]
    private static partial Regex Variable();
}

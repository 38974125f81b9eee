using System.Text.Unicode;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Ledger.Adapters.Grpc;

/// <summary>Finds where bytes stop being a message. Only those that could not be read are looked at.</summary>
internal static class Unreadable
{
    private const string WholeRequest = "$";

    /// <summary>The first field that cannot be read, and why; null where nothing is found.</summary>
    public static (string Field, string Why)? Find(byte[] message, MessageDescriptor type) => Find(message, type, WholeRequest, "");

    private static (string Field, string Why)? Find(byte[] message, MessageDescriptor type, string here, string prefix)
    {
        using var input = new CodedInputStream(message);
        var counts = new Dictionary<int, int>();
        var at = here;
        try
        {
            while (input.ReadTag() is not 0 and var tag)
            {
                at = here;
                var field = type.FindFieldByNumber(WireFormat.GetTagFieldNumber(tag));
                if (field is not { FieldType: FieldType.String or FieldType.Message } || WireFormat.GetTagWireType(tag) != WireFormat.WireType.LengthDelimited)
                {
                    input.SkipLastField();
                    continue;
                }
                at = prefix + field.JsonName + (field.IsRepeated ? $"[{Next(counts, field.FieldNumber)}]" : "");
                var value = input.ReadBytes().ToByteArray();
                if (field.FieldType == FieldType.String && !Utf8.IsValid(value))
                    return (at, "not UTF-8");
                if (field.FieldType == FieldType.Message && Find(value, field.MessageType, at, at + ".") is { } inner)
                    return inner;
            }
            return null;
        }
        catch (InvalidProtocolBufferException broken)
        {
            return (at, $"these bytes are not what stands here: {broken.Message.TrimEnd('.')}");
        }
    }

    private static int Next(Dictionary<int, int> counts, int field) => counts[field] = counts.GetValueOrDefault(field, -1) + 1;
}

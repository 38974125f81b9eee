using Ledger.Kernel;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Time;

/// <summary>The acts of the rare-earth story that DESIGN's worked examples ask about.</summary>
internal static class Truce
{
    public static Act No18 { get; } = Act.Of("cn-mofcom-2025-18", "2025-04-04", Publish("18", effective: "2025-04-04"),
        Introduce("cn-mofcom-2025-18/1", "2025-04-04", Scope(goods: Only("element:Sm", "element:Gd", "element:Tb", "element:Dy", "element:Lu", "element:Sc", "element:Y"), exportedFrom: Only("CN"))));

    public static Act No57 { get; } = Act.Of("cn-mofcom-2025-57", "2025-10-09", Publish("57", effective: "2025-11-08"),
        Introduce("cn-mofcom-2025-57/1", "2025-11-08", Scope(goods: Only("element:Ho", "element:Er", "element:Tm", "element:Eu", "element:Yb"), exportedFrom: Only("CN"))));

    public static Act No62 { get; } = Act.Of("cn-mofcom-2025-62", "2025-10-09", Publish("62", effective: "2025-10-09"),
        Introduce("cn-mofcom-2025-62/1", "2025-10-09", Scope(goods: Only("technology:rare-earth-separation", "technology:magnet-making"), exportedFrom: Only("CN"))));

    public static Act No70 { get; } = Act.Of("cn-mofcom-2025-70", "2025-11-07", Publish("70", effective: "2025-11-07"),
        Suspend("cn-mofcom-2025-57", "2025-11-07", "2026-11-10"), Suspend("cn-mofcom-2025-62", "2025-11-07", "2026-11-10"));

    public const string FentanylDuty = "us-eo-14195/1";

    public static Command[] Fentanyl { get; } =
    [
        Act.Of("us-eo-14195", "2025-02-01", Publish("14195", issuer: "US"), Introduce(FentanylDuty, "2025-02-04T00:01", Scope(origin: Only("CN")), rate: 10)).In("US"),
        Act.Of("us-eo-14228", "2025-03-03", Publish("14228", issuer: "US"), Amend(FentanylDuty, "2025-03-04T00:01", rate: 20)).In("US"),
        Act.Of("us-eo-14357", "2025-11-04", Publish("14357", issuer: "US"), Amend(FentanylDuty, "2025-11-10T00:01", rate: 10)).In("US"),
    ];

    public static Command[] All { get; } = [No18, No57, No62, No70, .. Fentanyl];
}

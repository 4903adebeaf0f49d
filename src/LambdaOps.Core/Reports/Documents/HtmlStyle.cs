namespace LambdaOps.Core.Reports.Documents;

/// <summary>The page's styles. They hold no letter that XML would read otherwise, and load nothing.</summary>
public static class HtmlStyle
{
    private const string Layout = """
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0;background:var(--page);color:var(--text);font:16px/1.55 system-ui,-apple-system,"Segoe UI",
        Roboto,"Helvetica Neue","Noto Sans","Noto Sans JP","Noto Sans CJK JP","Hiragino Sans","Yu Gothic UI",
        "Yu Gothic",Meiryo,IPAexGothic,sans-serif;overflow-wrap:anywhere}
        .page{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 3rem}
        h1{font-size:1.6rem;line-height:1.25;margin:.15rem 0 .75rem}
        h2{font-size:1.15rem;line-height:1.3;margin:0 0 .75rem}
        p{margin:0 0 .75rem}
        a{color:var(--link)}
        a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--link);outline-offset:2px}
        ul{margin:0;padding:0;list-style:none}
        small,.muted{color:var(--muted);font-size:.875rem}
        .card{background:var(--card);border:1px solid var(--edge);border-radius:10px;padding:1.1rem 1.25rem;
        margin:0 0 1rem;box-shadow:0 1px 2px rgba(16,24,40,.05)}
        .card p:last-child{margin-bottom:0}
        .over{color:var(--muted);margin:0;font-size:.9rem}
        .status{display:flex;gap:.6rem;align-items:center;font-weight:600;border-radius:8px;padding:.6rem .8rem;
        margin:0 0 .9rem}
        .digest{list-style:disc;padding-left:1.2rem;margin-bottom:.75rem}
        .digest li{margin:.2rem 0}
        .block+.block{margin-top:1.1rem}
        nav ul{display:flex;flex-wrap:wrap;gap:.35rem 1.1rem}
        nav{margin:0 0 1rem;padding:0 .25rem;font-size:.9rem}
        nav a{display:inline-block;padding:.15rem 0}

        """;

    private const string Parts = """
        .mark{display:inline-flex;gap:.35em;align-items:baseline;border-radius:1rem;padding:.05rem .6rem;
        font-size:.8125rem;font-weight:600;white-space:nowrap}
        .sign{font-weight:700}
        .fine{color:var(--fine);background:var(--fine-on)}
        .missing{color:var(--missing);background:var(--missing-on)}
        .warning{color:var(--warning);background:var(--warning-on)}
        .danger{color:var(--danger);background:var(--danger-on)}
        .people{color:var(--text);background:var(--card)}
        .checks li{display:flex;gap:.7rem;padding:.5rem 0;border-top:1px solid var(--edge)}
        .checks li:first-child,.findings li:first-child{border-top:0}
        .box{flex:none;width:1.35rem;height:1.35rem;margin-top:.1rem;border:2px solid currentColor;border-radius:4px;
        font-weight:700;font-size:.9rem;line-height:1.1rem;text-align:center}
        .what{min-width:0;flex:1}
        .what strong{font-weight:600}
        .what small{display:block}
        .state{font-size:.875rem;font-weight:600;background:none}
        .tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,12.5rem),1fr));gap:.75rem}
        .tile{border:1px solid var(--edge);border-radius:8px;padding:.7rem .85rem}
        .tile small{display:inline-block}
        .tile ul{margin-top:.35rem}
        .value{font-size:1.55rem;font-weight:650;line-height:1.25;margin:.15rem 0;font-variant-numeric:tabular-nums}
        .value small{font-weight:400;white-space:nowrap}
        .value.none{font-size:1rem;line-height:1.4;font-weight:600;color:var(--missing)}
        .tile li{font-size:.875rem;color:var(--muted)}
        .findings li{display:flex;gap:.7rem;padding:.45rem 0;border-top:1px solid var(--edge);align-items:baseline}
        .findings .mark{flex:none}
        .scroll{overflow-x:auto;border:1px solid var(--edge);border-radius:8px}
        table{border-collapse:collapse;width:100%;font-size:.9rem}
        caption{text-align:left;color:var(--muted);font-size:.875rem;padding:.5rem .7rem}
        th,td{padding:.4rem .7rem;text-align:left;vertical-align:top;border-top:1px solid var(--edge);
        overflow-wrap:break-word;max-width:26rem}
        td{min-width:4.5rem}
        thead th{border-top:0;color:var(--muted);font-weight:600;font-size:.8125rem;white-space:nowrap}
        caption+thead th{border-top:1px solid var(--edge)}
        .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        td small{white-space:normal;display:block}
        .empty{color:var(--muted)}

        """;

    private const string Charts = """
        figure{margin:0}
        figcaption{font-weight:600;margin-bottom:.35rem}
        .legend{display:flex;flex-wrap:wrap;gap:.15rem 1.1rem;font-size:.875rem;margin-bottom:.35rem}
        .legend li{display:flex;gap:.4rem;align-items:center;min-width:0}
        .swatch{flex:none;width:28px;height:10px}
        .plot{display:block;width:100%;height:auto}
        .narrow{display:none}
        .plot text{font-size:12px;fill:var(--muted)}
        .middle{text-anchor:middle}
        .end{text-anchor:end}
        .grid{stroke:var(--grid);stroke-width:1}
        .zero{stroke:var(--axis);stroke-width:1}
        .gap{fill:var(--muted);fill-opacity:.16;background:none}
        .bar.band{fill-opacity:.16}
        .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round;background:none}
        .dot{stroke:var(--card);stroke-width:.75}
        .plot .limit,.plot .limit-label{background:none}
        .limit{stroke:currentColor;stroke-width:1.25;stroke-dasharray:2 4}
        .plot .limit-label{fill:currentColor;font-weight:600;paint-order:stroke;stroke:var(--card);stroke-width:4px;
        stroke-linejoin:round}
        .line.s2{stroke-dasharray:7 4}
        .line.s3{stroke-dasharray:1 4.5}
        .line.s4{stroke-dasharray:9 4 1 4}
        .line.s5{stroke-dasharray:12 4}
        .line.s6{stroke-dasharray:4 4}
        .notes{display:flex;flex-wrap:wrap;gap:0 1.5rem;color:var(--muted);font-size:.875rem;margin:.35rem 0 0}
        details{margin-top:.5rem;font-size:.9rem}
        summary{cursor:pointer;color:var(--link)}
        details .scroll{margin-top:.4rem;max-height:24rem;overflow-y:auto}

        """;

    private const string Screens = """
        @media screen and (max-width:36rem){
        .page{padding:.75rem .6rem 2rem}
        .card{padding:.9rem .85rem;border-radius:8px}
        h1{font-size:1.35rem}
        .wide{display:none}
        .narrow{display:block;max-width:26rem}
        .tiles{grid-template-columns:repeat(auto-fill,minmax(min(100%,9rem),1fr))}
        .value{font-size:1.3rem}
        .findings li{flex-direction:column;gap:.2rem}
        th,td{max-width:13rem;padding:.35rem .5rem}
        }

        """;

    private const string Paper = """
        body{background:#fff;font-size:10.5pt}
        .page{max-width:none;padding:0}
        .card{box-shadow:none;border:0;border-radius:0;padding:.4rem 0 .6rem;margin:0}
        nav,details{display:none}
        h2{break-after:avoid;border-bottom:1px solid var(--edge);padding-bottom:.2rem}
        figure,.tile,tr,.checks li,.findings li,.status{break-inside:avoid}
        thead{display:table-header-group}
        .scroll{overflow:visible}
        .tiles{grid-template-columns:repeat(4,minmax(0,1fr))}
        a{color:inherit}
        .status,.mark,.box,.swatch{-webkit-print-color-adjust:exact;print-color-adjust:exact}

        """;

    /// <summary>One rule for each series, as wide as the palette.</summary>
    private static readonly string s_series = string.Concat(
        Enumerable
            .Range(1, ChartReading.MostSeries)
            .Select(series =>
                $".line.s{series}{{stroke:var(--s{series})}}.bar.s{series},.dot.s{series}{{fill:var(--s{series})}}\n"
            )
    );

    /// <summary>Light, dark where the reader's screen is, and light again on paper.</summary>
    public static string Css { get; } =
        $":root{{color-scheme:light dark;{HtmlPalette.Variables(colour => colour.Light)}}}\n"
        + $"@media (prefers-color-scheme:dark){{:root{{{HtmlPalette.Variables(colour => colour.Dark)}}}}}\n"
        + Layout
        + Parts
        + Charts
        + s_series
        + Screens
        + $"@media print{{:root{{color-scheme:light;{HtmlPalette.Variables(colour => colour.Light)}}}\n{Paper}}}\n";
}

/** The page's whole style; it loads nothing. Dark if the reader prefers it, always light on paper. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--ink:#1c2128;--soft:#57606a;--line:#d5dae0;--link:#0757b5;
--red:#c1121f;--orange:#b35900;--yellow:#8a6500;--blue:#0757b5;--green:#1a7f37;--grey:#6b7480;
--red-soft:#fddedd;--orange-soft:#ffe6cc;--yellow-soft:#fdf0bf;--blue-soft:#d9eaff;--green-soft:#d5f2dc;--grey-soft:#e7eaee}
@media screen and (prefers-color-scheme:dark){:root{--page:#0e1116;--card:#171b22;--ink:#e8ebef;--soft:#a3adb8;--line:#303741;
--link:#7db8ff;--red:#ff7b78;--orange:#ffa657;--yellow:#e3b341;--blue:#7db8ff;--green:#56d271;--grey:#9aa4af;
--red-soft:#52201f;--orange-soft:#4d3117;--yellow-soft:#473a12;--blue-soft:#173a63;--green-soft:#17432a;--grey-soft:#2b323b}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;overflow-wrap:anywhere}
main{max-width:54rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:clamp(1.45rem,4.5vw,2.1rem);line-height:1.2;margin:.35rem 0 .75rem;letter-spacing:-.01em;unicode-bidi:isolate}
h2{font-size:1.15rem;margin:0 0 .75rem}
h3{font-size:1rem;margin:0 0 .25rem;unicode-bidi:isolate}
p{margin:.25rem 0 .75rem}p,li,td,dd{unicode-bidi:isolate}
a{color:var(--link)}
code,pre,.id{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
.id{color:var(--soft);font-size:.95rem}
section,header.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.1rem 1.2rem;margin:0 0 1rem}
.badges{display:flex;flex-wrap:wrap;gap:.5rem;list-style:none;margin:0 0 1rem;padding:0}
.badge{border:1.5px solid currentColor;border-radius:999px;padding:.1rem .7rem;font-weight:600;font-size:.9rem;color:var(--soft)}
.times{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.6rem;margin:0 0 1rem}
.times div{background:var(--page);border-radius:8px;padding:.55rem .8rem}
.times dt{color:var(--soft);font-size:.85rem}.times dd{margin:0;font-size:1.3rem;font-weight:650;font-variant-numeric:tabular-nums}
.times dd.none{font-size:1rem;font-weight:400;color:var(--soft);line-height:1.95rem}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:.5rem 1.2rem;margin:0}
.facts dt{color:var(--soft);font-size:.85rem}.facts dd{margin:0}
.links{list-style:none;padding:0;margin:1rem 0 0;font-size:.95rem}
.facts+*{margin-top:1.1rem}
.soft{color:var(--soft)}.small-print{color:var(--soft);font-size:.85rem;margin:.5rem 0 0}
.quote{white-space:pre-wrap;border-left:3px solid var(--line);padding-left:.8rem;color:var(--soft);margin:0 0 1rem}
ul{padding-left:1.2rem;margin:.25rem 0}li{margin:.2rem 0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th{color:var(--soft);font-weight:600;font-size:.85rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .9rem .4rem 0;border-bottom:1px solid var(--line)}
th,td:not(:last-child){overflow-wrap:break-word}tr:last-child td{border-bottom:0}td:last-child,th:last-child{padding-right:0}
time,.nowrap{white-space:nowrap;font-variant-numeric:tabular-nums}
.moments td:nth-child(2){min-width:4.5rem;max-width:11rem}
tr.turn td{font-weight:600}
.meter{width:6rem;height:.5rem;border-radius:4px;background:var(--grey-soft);overflow:hidden;display:inline-block;vertical-align:middle}
.meter i{display:block;height:100%;background:var(--blue)}
.total{font-size:2rem;font-weight:700;line-height:1.1;margin:0 0 .5rem}.total small{font-size:1rem;font-weight:400;color:var(--soft)}
.finding{border-left:4px solid var(--grey);padding:.1rem 0 .1rem .9rem;margin:0 0 1.1rem}
.finding p{margin:.1rem 0 .4rem}.finding:last-child{margin-bottom:0}
.finding.ok{border-color:var(--green)}.finding.warn{border-color:var(--yellow)}.finding.fail{border-color:var(--red)}
pre{background:var(--page);border:1px solid var(--line);border-radius:8px;padding:.6rem .8rem;margin:.3rem 0 0;font-size:.82rem;line-height:1.45;white-space:pre-wrap;unicode-bidi:isolate}
.plot{max-width:22rem;margin:.5rem 0 0}
.word{font-weight:650}
.critical,.fail .word,td.failed,td.blocked{color:var(--red)}.high{color:var(--orange)}.medium,.warn .word,td.waiting,.partial{color:var(--yellow)}.low{color:var(--blue)}
.ok .word,.success,.badge.resolved{color:var(--green)}.badge.triggered,.badge.reopened,.failed{color:var(--red)}.badge.acknowledged{color:var(--blue)}
svg{display:block;width:100%;height:auto;font-family:inherit}
svg text{fill:var(--ink);font-size:12px}
svg .tick-label{fill:var(--soft);font-size:10.5px}svg .tick,svg .grid{stroke:var(--line);fill:none}
svg .turn,svg .step{font-weight:650}svg .boxed{font-size:11.5px;font-weight:650}svg .who,svg .node,svg .took{fill:var(--soft);font-size:11px}
svg .stem{stroke:var(--soft);fill:none}
svg .band{fill:var(--grey-soft);stroke:var(--grey);stroke-width:.8}svg .band-label{font-size:10.5px}
svg .band.triggered,svg .band.reopened{fill:var(--red-soft);stroke:var(--red)}svg .band.acknowledged{fill:var(--blue-soft);stroke:var(--blue)}
svg .band.resolved{fill:var(--green-soft);stroke:var(--green)}svg .band.unknown{stroke-dasharray:3 3}
svg .small{fill:var(--card);stroke:var(--soft);stroke-width:1.5}
svg .shape{fill:var(--card);stroke:var(--ink);stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}
svg .shape.check{fill:none;stroke:var(--green);stroke-width:2.4}svg .shape.cross{fill:none;stroke:var(--red);stroke-width:2.4}
svg .shape.circle{fill:var(--blue);stroke:var(--blue)}svg .shape.triangle{fill:var(--orange);stroke:var(--orange)}svg .shape.square{fill:var(--yellow);stroke:var(--yellow)}
svg .shape.ring{fill:none;stroke:var(--red)}svg .shape.flag{fill:var(--ink)}
svg .bar{fill:var(--grey)}svg .bar.done{fill:var(--green)}svg .bar.failed,svg .bar.blocked{fill:var(--red)}svg .bar.waiting{fill:var(--yellow)}svg .bar.running{fill:var(--blue)}
svg .bar.part{opacity:.6}
svg .took.failed,svg .took.blocked{fill:var(--red);font-weight:650}svg .took.waiting{fill:var(--yellow);font-weight:650}
svg .box{fill:var(--grey-soft);stroke:var(--grey)}svg .box.done{fill:var(--green-soft);stroke:var(--green)}
svg .box.failed,svg .box.blocked{fill:var(--red-soft);stroke:var(--red);stroke-width:2}svg .box.waiting{fill:var(--yellow-soft);stroke:var(--yellow)}
svg .box.running{fill:var(--blue-soft);stroke:var(--blue)}svg .box.skipped,svg .box.pending{stroke-dasharray:4 3}
svg .edge{fill:none;stroke:var(--grey);stroke-width:1.4}svg .edge-head{fill:var(--grey)}
.narrow{display:none}.wide+.narrow{margin:0}figure{margin:0 0 1.2rem}figure:last-child{margin-bottom:0}figcaption{color:var(--soft);font-size:.85rem;margin:.2rem 0 0}
footer{color:var(--soft);font-size:.85rem;text-align:center}
@media screen and (max-width:40rem){main{padding:.6rem .6rem 2rem}section,header.card{padding:.9rem}
.wide{display:none}.narrow{display:block}.times{grid-template-columns:1fr 1fr}.facts{grid-template-columns:repeat(2,minmax(0,1fr))}.facts time{white-space:normal}
.moments time{white-space:normal}th,td{padding-right:.6rem}.meter{display:none}}
@media print{@page{margin:14mm}body{background:#fff;font-size:10.5pt}main{max-width:none;padding:0}section,header.card{border:0;border-top:1px solid var(--line);border-radius:0;padding:.6rem 0}
figure,tr,.finding,.times div{break-inside:avoid}h2,h3{break-after:avoid}a{color:inherit}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`;

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The style sheet of the page: light and dark, wide and narrow, screen and paper."""

from __future__ import annotations

from collections.abc import Mapping

from ansible_collections.entra.provisioning.plugins.module_utils._report import colours

_BASE = """
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0 auto;max-width:72rem;padding:1.5rem 1.25rem 3rem;background:var(--page);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}
a:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
h1{margin:0;font-size:1.9rem;line-height:1.2}
h2{margin:0 0 1rem;font-size:1.3rem;line-height:1.3}
h3{margin:1.5rem 0 .5rem;font-size:1.02rem}
p{margin:.5rem 0}
code{font:.9em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
.quiet,.note{color:var(--quiet)}
.note{max-width:60rem}
.skip{position:absolute;left:-100vw;top:0}
.skip:focus{left:1rem;top:.5rem;padding:.5rem 1rem;background:var(--card);z-index:1}
.defs{position:absolute}
.verdict{display:flex;align-items:center;gap:.6rem;margin:1rem 0 0;padding:.8rem 1rem;background:var(--card);
border:1px solid var(--line);border-left:6px solid currentColor;border-radius:8px;font-size:1.1rem;font-weight:600}
.verdict .sign{width:18px;height:18px}
nav ul{display:flex;flex-wrap:wrap;gap:.35rem 1.1rem;list-style:none;margin:1.1rem 0 1.4rem;padding:0}
section{margin:0 0 1.25rem;padding:1.25rem;background:var(--card);border:1px solid var(--line);border-radius:12px}
section>:last-child{margin-bottom:0}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:.75rem;list-style:none;margin:0;padding:0}
.tiles li{display:flex}
.tile{flex:1;display:flex;flex-direction:column;padding:.75rem .9rem;border:1px solid var(--line);border-radius:10px;
background:var(--page);color:var(--ink);text-decoration:none}
.tile:hover{border-color:var(--edge)}
.tile .number{font-size:2rem;font-weight:700;line-height:1.15;font-variant-numeric:tabular-nums}
.tile .label{font-weight:600}
.tile .quiet{font-size:.86rem}
.plot{display:block;max-width:100%;margin:.5rem 0 .75rem;font-size:14px;font-variant-numeric:tabular-nums}
.plot text{fill:var(--ink)}
.plot .small{font-size:12.5px;fill:var(--quiet)}
.plot .strong{font-weight:600}
.plot .figure{font-weight:600;fill:var(--ink)}
.track{fill:var(--page)}
.grid{stroke:var(--line)}
.axis{stroke:var(--edge)}
.stripe{stroke:var(--card);stroke-width:1.6}
.p-stop{fill:url(#stripes)}
.sign{flex:none;vertical-align:-1px;margin-right:.45rem}
.state{font-weight:600;white-space:nowrap}
.block{display:block}
.age{white-space:nowrap}
.quiet{font-weight:400}
th.num,td.num{padding-right:1.5rem}
.num{text-align:right;font-variant-numeric:tabular-nums}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:.25rem 0;padding:0}
.plain{list-style:none;margin:0;padding:0}
.facts{margin:.25rem 0}
.facts>div{display:grid;grid-template-columns:minmax(7rem,11rem) minmax(0,1fr);gap:.1rem 1rem;padding:.2rem 0}
dt{color:var(--quiet)}
dd{margin:0}
.card{margin:.75rem 0;padding:.6rem 1rem .75rem;border:1px solid var(--line);border-left:5px solid var(--edge);border-radius:8px}
.card h3{margin:.2rem 0 .4rem}
summary{cursor:pointer;padding:.2rem 0}
summary h3{display:inline;margin:0}
details>:not(summary){margin-top:.5rem}
table{width:100%;border-collapse:collapse;margin:.75rem 0;font-size:.94rem}
caption{text-align:left;color:var(--quiet);padding:.25rem 0 .5rem}
th,td{padding:.45rem .75rem .45rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{border-bottom:2px solid var(--edge);overflow-wrap:normal}
tbody th{font-weight:600}
.mappings th:first-child{width:30%}
.mappings td:nth-child(2){width:40%}
.change{padding:.5rem 0;border-top:1px solid var(--line)}
.change:first-of-type{border-top:0}
.what{margin:.1rem 0}
.diff{list-style:none;margin:.25rem 0;padding:0;font-size:.94rem}
.diff li{margin:.35rem 0}
.place{display:block;color:var(--quiet)}
del,ins{text-decoration:none;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.9em}
.diff del,.diff ins{display:block;padding:.1rem .5rem;white-space:pre-wrap}
del{background:var(--removed-ground);color:var(--removed)}
ins{background:var(--added-ground);color:var(--added)}
.mark{font-weight:700}
footer{color:var(--quiet);font-size:.86rem;margin-top:1.5rem}
"""

# A table of many columns would be wider than a phone: every row becomes a block, every cell says its column.
_NARROW = """@media screen and (max-width:60rem){
body{padding:1rem .75rem 2rem}
section{padding:1rem .85rem;border-radius:10px}
h1{font-size:1.5rem}
.tiles{grid-template-columns:repeat(auto-fill,minmax(8rem,1fr));gap:.5rem}
.tile .number{font-size:1.6rem}
.facts>div{grid-template-columns:minmax(0,1fr);padding:.3rem 0}
.state,.age{white-space:normal}
table,tbody,tr,th,td,caption{display:block}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tr{padding:.55rem 0;border-bottom:1px solid var(--line)}
th,td{padding:.1rem 0;border:0}
td{display:grid;grid-template-columns:8.5rem minmax(0,1fr);gap:.5rem}
td.num{text-align:left}
td::before{content:attr(data-label);color:var(--quiet)}
}
"""

_PAPER = """@media print{
@page{margin:14mm}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{max-width:none;padding:0;font-size:10.5pt;background:#fff}
nav,.skip{display:none}
header{margin-bottom:1.2rem}
section{border:0;padding:0;margin:0 0 1.2rem}
.tiles{grid-template-columns:repeat(4,1fr)}
.card,tr,.plot,.tile,.change{break-inside:avoid}
h2,h3,caption{break-after:avoid}
details::details-content{content-visibility:visible;block-size:auto}
a{color:inherit}
}
"""


def sheet() -> str:
    """The whole style sheet. Paper is always light."""
    tones = "".join(f".t-{tone}{{fill:var(--{tone})}}.w-{tone}{{color:var(--{tone})}}\n" for tone in colours.TONES)
    edges = "".join(f".edge-{tone}{{border-left-color:var(--{tone})}}\n" for tone in colours.TONES)
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{color-scheme:dark;{_variables(colours.DARK)}}}}}\n"
    light = f":root{{color-scheme:light;{_variables(colours.LIGHT)}}}\n"
    return "\n" + light + dark + tones + _BASE.lstrip() + edges + _NARROW + _PAPER


def _variables(palette: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in palette.items())

/// The look of the page: light and dark by what the reader's system prefers, black on white on paper. No font and no picture from elsewhere.
enum HTMLStyle {
    static let css = """
        :root {
          color-scheme: light dark; font-size: 15px;
          --back: #ffffff; --text: #1b2026; --quiet: #59636e; --rule: #d9dfe5; --panel: #f5f7f9;
          --good: #1a7f37; --warning: #9a6700; --bad: #cf222e; --first: #0b62c4; --second: #8250df; --third: #bc4c00; --fourth: #0a7d80;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --back: #10151b; --text: #e2e7ed; --quiet: #97a3b0; --rule: #2b343e; --panel: #182028;
            --good: #4ac26b; --warning: #d4a72c; --bad: #ff7b72; --first: #6cb2ff; --second: #bc9bff; --third: #ffa657; --fourth: #4fd1d4;
          }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0 auto; padding: 2.2rem 1.4rem 4rem; max-width: 72rem; background: var(--back); color: var(--text);
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
          font-variant-numeric: tabular-nums; overflow-wrap: break-word;
        }
        h1 { font-size: 1.85rem; line-height: 1.2; margin: .1rem 0 .7rem; letter-spacing: -.01em; }
        h2 { font-size: 1.2rem; margin: 2.6rem 0 .8rem; padding-top: .9rem; border-top: 1px solid var(--rule); }
        h3 { font-size: 1rem; margin: 1.8rem 0 .4rem; }
        p { margin: .4rem 0; }
        a { color: var(--first); text-decoration: none; }
        a:hover { text-decoration: underline; }
        code, pre { font: .87em/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
        code, pre, dd, .verdict, .problem, li { overflow-wrap: anywhere; }
        h3 .muted { font-weight: 400; }
        pre { margin: .5rem 0; padding: .6rem .8rem; background: var(--panel); border-radius: 6px; white-space: pre-wrap; }
        .muted { color: var(--quiet); }
        .good { color: var(--good); } .warning { color: var(--warning); } .bad { color: var(--bad); }
        .kind { color: var(--quiet); font-size: .82rem; letter-spacing: .06em; text-transform: uppercase; margin: 0; }
        .verdict {
          font-size: 1.08rem; font-weight: 600; margin: 0 0 1.1rem; padding: .65rem .9rem; border-radius: 6px; background: var(--panel);
          border-left: 5px solid currentColor;
        }
        .problem { margin: .6rem 0; padding: .6rem .9rem; border: 1px solid var(--bad); border-radius: 6px; color: var(--bad); }
        nav { font-size: .87rem; margin: 1.1rem 0 0; }
        nav a { margin-right: 1rem; white-space: nowrap; }
        dl.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .5rem 1.6rem; margin: 0; }
        dl.facts dt { color: var(--quiet); font-size: .8rem; }
        dl.facts dd { margin: 0; }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 25rem), 1fr)); gap: .9rem; margin-top: 1.4rem; }
        .card { background: var(--panel); border-radius: 8px; padding: .8rem 1rem .9rem; break-inside: avoid; }
        .card h3 { margin: 0 0 .3rem; font-size: .84rem; color: var(--quiet); font-weight: 600; }
        .card ul { margin: 0; padding-left: 1.1rem; }
        .card li { margin: .2rem 0; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .89rem; margin: .5rem 0; }
        th { text-align: left; font-weight: 600; white-space: nowrap; color: var(--quiet); border-bottom: 1px solid var(--rule); }
        th, td { padding: .28rem .8rem .28rem 0; vertical-align: top; }
        td { border-bottom: 1px solid color-mix(in srgb, var(--rule) 55%, transparent); }
        th:last-child, td:last-child { padding-right: 0; }
        table.own { width: auto; }
        table.own th, table.own td { padding-right: 1.8rem; }
        .right { text-align: right; white-space: nowrap; }
        .brief { white-space: nowrap; }
        td.bar { min-width: 9rem; width: 24%; padding-right: 1.4rem; }
        td.bar div { position: relative; height: .95rem; margin-top: .22rem; background: var(--panel); border-radius: 3px; }
        td.bar i { position: absolute; top: 0; bottom: 0; min-width: 3px; border-radius: 2px; background: currentColor; }
        details { margin: .5rem 0; }
        summary { cursor: pointer; color: var(--first); }
        summary .muted { margin-left: .5rem; }
        figure.chart { margin: 1.4rem 0 2.4rem; break-inside: avoid; }
        figcaption strong { margin-right: .7rem; }
        figcaption .muted { font-size: .87rem; }
        ul.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .1rem 1.6rem; margin: .3rem 0 .5rem; padding: 0; font-size: .87rem; }
        ul.legend li { display: flex; align-items: baseline; gap: .5rem; }
        ul.legend span { color: var(--text); }
        ul.legend b { font-weight: 600; }
        .swatch { width: 1.5rem; border-top: 3px solid currentColor; align-self: center; }
        li.quiet .swatch { border-top-style: dotted; }
        li.warning .swatch { border-top-style: dashed; }
        .line.bad { color: var(--bad); } .line.warning { color: var(--warning); } .line.quiet { color: var(--quiet); }
        .line.first { color: var(--first); } .line.second { color: var(--second); }
        .line.third { color: var(--third); } .line.fourth { color: var(--fourth); }
        .plot { position: relative; height: 13rem; margin: 1.7rem 0 1.6rem; padding: 0 1.7rem 0 4.6rem; }
        .plot .y { position: absolute; left: 0; width: 4.1rem; text-align: right; transform: translateY(50%); }
        .plot .area { position: relative; height: 100%; }
        .plot .x { position: absolute; top: calc(100% + .25rem); transform: translateX(-50%); white-space: nowrap; }
        .plot .mark { position: absolute; bottom: calc(100% + .4rem); transform: translateX(-50%); white-space: nowrap; }
        .plot .plan { position: absolute; left: .4rem; transform: translateY(-110%); white-space: nowrap; }
        .plot .x, .plot .y, .plot .mark, .plot .plan { font-size: .76rem; line-height: 1.2; color: var(--quiet); }
        svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; }
        svg path { fill: none; vector-effect: non-scaling-stroke; }
        svg .grid { stroke: var(--rule); stroke-width: 1px; }
        svg .step { stroke: var(--quiet); stroke-width: 1px; stroke-dasharray: 2 4; }
        svg .limit { stroke: var(--quiet); stroke-width: 1px; }
        svg .pause { fill: var(--quiet); fill-opacity: .16; }
        svg .way { stroke: currentColor; stroke-width: 2px; stroke-linejoin: round; }
        svg .warning .way { stroke-dasharray: 7 4; }
        svg .quiet .way { stroke-dasharray: 1 4; stroke-linecap: round; }
        svg .dot { stroke: currentColor; stroke-width: 6px; stroke-linecap: round; }
        svg .dot:hover { stroke-width: 11px; }
        footer { margin-top: 3rem; color: var(--quiet); font-size: .84rem; }
        @media (max-width: 46rem) {
          body { padding: 1.2rem .8rem 3rem; }
          h1 { font-size: 1.5rem; }
          dl.facts { grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); }
          .plot { padding-left: 3.4rem; }
          .plot .y { width: 3rem; }
          .plot .x.odd { display: none; }
          td.bar, th.bar { display: none; }
        }
        @media print {
          :root {
            color-scheme: light; font-size: 10.5px;
            --back: #ffffff; --text: #000000; --quiet: #4a4a4a; --rule: #c8c8c8; --panel: #f3f3f3;
            --good: #1a7f37; --warning: #9a6700; --bad: #cf222e; --first: #0b62c4; --second: #8250df; --third: #bc4c00; --fourth: #0a7d80;
          }
          body { max-width: none; padding: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          nav { display: none; }
          h2, h3 { break-after: avoid; }
          tr, figure, .card { break-inside: avoid; }
          thead { display: table-header-group; }
          .scroll { overflow: visible; }
          td { overflow-wrap: anywhere; }
          details::details-content { display: block; content-visibility: visible; block-size: auto; }
          a { color: inherit; }
        }
        """
}

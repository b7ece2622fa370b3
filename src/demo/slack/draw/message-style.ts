/** How messages and modals look, in Slack's colours; dark if the reader prefers it, or has chosen it. */
const LIGHT = `--page:#fff;--ink:#1d1c1d;--soft:#616061;--line:#e6e6e6;--edge:#bbb;--hover:#f8f8f8;--quiet:#f4f4f4;--link:#1264a3;
--mention:#e8f5fa;--me:#fdf2d0;--code:#e01e5a;--code-page:#f7f7f8;--green:#007a5a;--red:#e01e5a;--pin:#fef9ed;--own:#f3f5f7;
--nav:#3f0e40;--nav-ink:#ded0df;--nav-line:#5d2e5f;--nav-hover:#522653;--nav-current:#f9edff;--nav-current-ink:#39063a;--card:#fff`;
const DARK = `--page:#1a1d21;--ink:#e8e8e8;--soft:#ababad;--line:#35373b;--edge:#565856;--hover:#212428;--quiet:#232529;--link:#1d9bd1;
--mention:#1d3a47;--me:#4c3e12;--code:#e8912d;--code-page:#232529;--green:#00735a;--red:#ff7a93;--pin:#28251d;--own:#20242a;
--nav:#19171d;--nav-ink:#bcabbc;--nav-line:#35373b;--nav-hover:#27242c;--nav-current:#4d2a51;--nav-current-ink:#fff;--card:#222529`;

export const MESSAGE_STYLE = `
:root{color-scheme:light;${LIGHT}}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${DARK}}}
:root[data-theme=dark]{color-scheme:dark;${DARK}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.46668 Lato,"Slack-Lato",system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;overflow-wrap:anywhere}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
b{font-weight:700}code,pre{font-family:Monaco,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:12px}
code{color:var(--code);background:var(--code-page);border:1px solid var(--line);border-radius:3px;padding:2px 3px 1px}
pre.code{background:var(--code-page);border:1px solid var(--line);border-radius:4px;padding:8px;margin:4px 0;white-space:pre-wrap;line-height:1.5}
blockquote{margin:2px 0;padding-left:12px;border-left:4px solid var(--edge)}
.mention{background:var(--mention);color:var(--link);border-radius:3px;padding:0 2px 1px}.mention.me{background:var(--me)}
.day{text-align:center;border-top:1px solid var(--line);margin:20px 20px 8px}.day span{position:relative;top:-14px;background:var(--page);border:1px solid var(--line);border-radius:24px;padding:4px 14px;font-size:13px;font-weight:700}
.message{position:relative;padding:6px 20px}.message:hover{background:var(--hover)}
.message.pinned{background:var(--pin)}.message.ephemeral{background:var(--own)}
.mark{font-size:12px;color:var(--soft);margin:0 0 2px 44px}
.row{display:flex;gap:8px}.side{flex:0 0 36px;text-align:right}.side time{font-size:11px;color:var(--soft);visibility:hidden}.message:hover .side time{visibility:visible}
.main,.grow{flex:1;min-width:0}
.avatar{width:36px;height:36px;flex:none;display:block}.avatar text{font:700 15px Lato,system-ui,sans-serif;fill:#fff}
.author{display:flex;gap:6px;align-items:baseline;line-height:1.3}.author b{font-weight:900}.author time{font-size:12px;color:var(--soft)}
.author .badge{font-size:10px;font-weight:700;background:var(--quiet);color:var(--soft);border-radius:3px;padding:1px 4px;align-self:center}
.notice,.edited,.optional,.hint{color:var(--soft)}.edited{font-size:12px}.hint{font-size:13px;margin:4px 0 0}
.body>*{margin-bottom:4px}.header{font-size:18px;font-weight:900;line-height:1.33;margin:4px 0 6px}hr{border:0;border-top:1px solid var(--line);margin:10px 0}
.section{display:flex;gap:12px;margin:4px 0 8px}.accessory{flex:none;max-width:45%}
.fields{display:grid;grid-template-columns:1fr 1fr;gap:8px 12px}
.context{display:flex;flex-wrap:wrap;gap:4px 10px;font-size:13px;color:var(--soft);margin:4px 0 8px}
.attachment{display:flex;gap:12px;margin:4px 0;max-width:700px}.bar{width:4px;flex:none;border-radius:8px;align-self:stretch;height:auto}
.image,.unknown{color:var(--soft);font-size:13px}.picture .image{display:inline-block;border:1px solid var(--line);border-radius:8px;padding:10px 14px}
.actions{display:flex;flex-wrap:wrap;gap:8px;margin:6px 0 8px}
.button{display:inline-flex;align-items:center;justify-content:center;min-height:28px;padding:3px 12px;border:1px solid var(--edge);border-radius:4px;background:var(--card);color:var(--ink);font:700 13px/1.4 inherit;font-family:inherit;cursor:pointer;list-style:none}
.button:hover{box-shadow:0 1px 3px rgba(0,0,0,.16);text-decoration:none}.button.primary{background:var(--green);border-color:var(--green);color:#fff}
.button.danger{background:#e01e5a;border-color:#e01e5a;color:#fff}.button.busy{opacity:.5}
.select,.input{font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:4px;padding:4px 10px;max-width:100%;cursor:pointer}.input{width:100%;cursor:text;padding:8px 10px}
details{position:relative}summary::-webkit-details-marker{display:none}
.menu{position:absolute;z-index:5;top:calc(100% + 4px);left:0;background:var(--card);border:1px solid var(--line);border-radius:8px;box-shadow:0 4px 16px rgba(0,0,0,.25);padding:8px 0;min-width:200px;margin:0}
.menu>button{display:block;width:100%;text-align:left;border:0;background:none;color:inherit;font:inherit;padding:5px 18px;cursor:pointer;white-space:nowrap}.menu>button:hover{background:var(--link);color:#fff}
.menu label,.choices label{display:flex;gap:8px;padding:4px 14px;align-items:baseline}.choices{border:0;padding:0;margin:0}.choices label{padding:3px 0}.choices small{display:block;color:var(--soft)}
.many .menu{max-height:220px;overflow:auto;width:100%}.many summary{list-style:none;display:block}.field .many .menu{position:static;margin-top:4px;box-shadow:none}
.replies{display:flex;gap:6px;align-items:center;border:1px solid transparent;background:none;font:inherit;font-size:13px;color:var(--soft);padding:4px 8px 4px 4px;margin:2px 0 0 -4px;border-radius:6px;cursor:pointer}
.replies:hover{border-color:var(--line);background:var(--page)}.replies .avatar{width:24px;height:24px}.replies b{color:var(--link)}
.tools,.dismiss{position:absolute;top:4px;right:16px;opacity:0}.message:hover .tools,.tools:focus-within,.tools[open],.message:hover .dismiss,.dismiss:focus{opacity:1}
.tools summary,.dismiss{list-style:none;cursor:pointer;background:var(--card);color:var(--ink);border:1px solid var(--line);border-radius:6px;padding:2px 10px;font:inherit}.tools .menu{right:0;left:auto}
.modal{background:var(--card);border-radius:9px;width:min(520px,100%);max-height:calc(100dvh - 32px);display:flex;flex-direction:column;box-shadow:0 18px 48px rgba(0,0,0,.35)}
.modal header{display:flex;align-items:center;padding:18px 24px 12px}.modal h2{flex:1;margin:0;font-size:22px;font-weight:900}.modal .content{overflow-y:auto;padding:4px 24px;flex:1}
.modal footer{display:flex;gap:10px;justify-content:flex-end;padding:16px 24px}.modal .button{min-height:36px;font-size:15px}.field{margin:0 0 18px}.label{font-weight:700;margin-bottom:6px}.field .select{width:100%;padding:8px 10px}.error{color:var(--red);font-size:13px;margin:6px 0 0}
@media (hover:none){.tools,.dismiss{opacity:.7}}
@media (max-width:700px){.fields{grid-template-columns:1fr}.message{padding-left:12px;padding-right:12px}.section{flex-wrap:wrap}.accessory{max-width:100%}.tools{right:8px}}
`;

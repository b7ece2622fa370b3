import { MESSAGE_STYLE } from '../draw/message-style';

/** The page around the messages: rooms on the left, the room, the thread on the right; one at a time on a phone. */
export const STYLE = `${MESSAGE_STYLE}
html,body{height:100%;overflow:hidden}
.app{display:grid;grid-template-columns:250px 1fr;height:100dvh}
body:not([data-thread=""]) .app{grid-template-columns:250px minmax(0,1fr) minmax(320px,34%)}
nav{background:var(--nav);color:var(--nav-ink);display:flex;flex-direction:column;min-height:0}
nav .workspace{display:flex;justify-content:space-between;align-items:center;padding:14px 16px;font-size:18px;border-bottom:1px solid var(--nav-line)}
nav button{background:none;border:0;color:inherit;font:inherit;cursor:pointer;border-radius:6px;padding:4px 8px}
#sidebar{flex:1;overflow-y:auto;padding:8px}
#sidebar h2{font-size:13px;font-weight:400;opacity:.75;margin:14px 8px 4px}
#sidebar ul{list-style:none;margin:0;padding:0}
#sidebar li button{display:flex;gap:8px;align-items:center;width:100%;text-align:left;padding:4px 8px}
#sidebar li button:hover{background:var(--nav-hover)}
#sidebar li button[aria-current]{background:var(--nav-current);color:var(--nav-current-ink)}
#sidebar .sign{width:16px;text-align:center;opacity:.8;font-size:14px}
#sidebar .name{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
#sidebar .avatar{width:18px;height:18px}
.you{display:flex;gap:8px;align-items:center;padding:12px 16px;border-top:1px solid var(--nav-line);font-size:13px}
.you select{flex:1;min-width:0;background:var(--nav-hover);color:inherit;border:1px solid var(--nav-line);border-radius:6px;padding:5px;font:inherit;font-weight:700}
.you option{color:#1d1c1d;background:#fff}
main,aside{display:flex;flex-direction:column;min-width:0;min-height:0;background:var(--page)}
aside{border-left:1px solid var(--line)}
body[data-thread=""] aside,body:not([data-thread]) aside,body[data-room=""] .composer{display:none}
.title{display:flex;align-items:center;gap:10px;padding:10px 20px;min-height:50px;border-bottom:1px solid var(--line)}
.title h1,.title h2{font-size:18px;margin:0;font-weight:900;flex:1;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.title .sign{font-weight:400;opacity:.7;margin-right:3px}
.archived{font-size:12px;color:var(--soft);border:1px solid var(--line);border-radius:4px;padding:1px 6px}
.back,.close{background:none;border:0;color:var(--soft);font-size:20px;cursor:pointer;line-height:1;border-radius:6px;padding:4px 8px}
.back{display:none}.close:hover,.back:hover{background:var(--hover)}
.members{position:relative}.members summary{display:flex;align-items:center;border:1px solid var(--line);border-radius:6px;padding:3px 8px 3px 4px;list-style:none;cursor:pointer;font-size:13px}
.members summary::-webkit-details-marker{display:none}
.members summary .avatar{width:22px;height:22px;margin-right:-5px;border:2px solid var(--page);border-radius:7px}.members summary span{margin-left:11px}
.members ul{list-style:none;right:0;left:auto;max-height:60vh;overflow:auto}.members li{display:flex;gap:8px;align-items:center;padding:5px 12px;white-space:nowrap}.members li .avatar{width:24px;height:24px}
.topic,.bookmarks{padding:6px 20px;font-size:13px;color:var(--soft);border-bottom:1px solid var(--line);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.topic *{display:inline}
.bookmarks{display:flex;gap:16px;overflow-x:auto}.bookmark{flex:none}.bookmark a{color:var(--ink)}
.joinable{padding:8px 20px;background:var(--quiet);border-bottom:1px solid var(--line);font-size:14px}
.messages{flex:1;overflow-y:auto;padding:12px 0 20px}
.nothing{color:var(--soft);padding:40px 20px;text-align:center}
.composer{display:flex;align-items:flex-end;gap:6px;margin:0 20px 20px;border:1px solid var(--edge);border-radius:8px;padding:6px 8px;background:var(--page)}
.composer:focus-within{border-color:var(--soft)}
.composer textarea{flex:1;border:0;background:none;color:inherit;font:inherit;resize:none;outline:0;padding:5px;min-width:0;field-sizing:content;max-height:30vh}
.composer textarea::placeholder{color:var(--soft);opacity:1;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.plus{position:relative}.plus summary{list-style:none;cursor:pointer;width:30px;height:30px;display:grid;place-items:center;border-radius:50%;background:var(--quiet)}
.plus summary::-webkit-details-marker{display:none}
.plus .menu{bottom:38px;top:auto;left:0}
.veil{position:fixed;inset:0;background:rgba(0,0,0,.55);display:grid;place-items:center;z-index:10;padding:16px}
#toast:not(:empty){position:fixed;bottom:90px;left:50%;transform:translateX(-50%);background:var(--ink);color:var(--page);padding:10px 16px;border-radius:8px;z-index:20;max-width:90vw}
noscript{position:fixed;inset:40% 0 auto;text-align:center}
@media (max-width:700px){
.app,body:not([data-thread=""]) .app{grid-template-columns:100%}
body:not([data-room=""]) nav,body[data-room=""] main{display:none}
body:not([data-thread=""])[data-thread] main{display:none}
.back{display:block;margin-left:-10px}.title{padding:8px 12px}.topic,.bookmarks,.joinable{padding-left:12px;padding-right:12px}
.composer{margin:0 10px 12px}nav{height:100dvh}
.members summary .avatar:not(:first-child){display:none}
}
`;

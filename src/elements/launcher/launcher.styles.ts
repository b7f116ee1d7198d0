/**
 * What the launcher wears. Plain text and not Lit's `css`, because the script tag shows the launcher before Lit is there.
 * The accent becomes a fill as in `styles/tokens`: darkened until white reads on it, left alone when dark text does.
 */
export const launcherStyles = `:host{
all:initial;
contain:layout style;
position:fixed;
inset-block-end:max(20px,env(safe-area-inset-bottom));
inset-inline-end:20px;
z-index:2147483000;
inline-size:56px;
block-size:56px;
--_a:var(--deskbell-color-accent,#1a6b5a);
--_f:var(--_a);
--_o:var(--deskbell-color-on-accent,#fff)}
:host([position=start]){inset-inline:20px auto}
:host([hidden]){display:none}
@supports (color:oklch(from red l c h)){:host{
--_f:oklch(from var(--_a) calc(clamp(0,(l - .7)*1000,1)*l + (1 - clamp(0,(l - .7)*1000,1))*clamp(.42,l,.53)) c h);
--_o:var(--deskbell-color-on-accent,oklch(from var(--_a) calc(1 - clamp(0,(l - .7)*1000,1)*.82) 0 h))}}
button{
all:unset;
box-sizing:border-box;
display:grid;
place-items:center;
inline-size:100%;
block-size:100%;
border:2px solid #0000;
border-radius:50%;
background:var(--_f) border-box;
color:var(--_o);
box-shadow:0 0 0 1px #ffffff26,0 4px 16px #00000038;
cursor:pointer;
touch-action:manipulation;
-webkit-tap-highlight-color:#0000;
transition:transform .15s ease-out}
button:hover{transform:scale(1.05)}
button:active{transform:scale(.96)}
button:focus-visible{outline:2px solid var(--_f);outline-offset:2px;box-shadow:0 0 0 2px #fff,0 0 0 6px #fff}
svg{inline-size:26px;block-size:26px;fill:none;stroke:currentcolor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
:host([busy]) svg{animation:b 1s .2s infinite alternate ease-in-out}
@keyframes b{to{opacity:.35}}
b,p{font:600 12px/20px system-ui,sans-serif;font-family:var(--deskbell-font,system-ui,sans-serif);position:absolute;margin:0}
b{
inset-block-start:-4px;
inset-inline-end:-4px;
min-inline-size:20px;
padding-inline:5px;
box-sizing:border-box;
border-radius:10px;
background:#b3261e;
color:#fff;
text-align:center;
outline:2px solid #fff;
pointer-events:none}
p{
inset-block-end:68px;
inset-inline-end:0;
inline-size:max-content;
max-inline-size:min(264px,100vw - 40px);
box-sizing:border-box;
padding:12px 16px;
border-radius:16px;
font-weight:400;
font-size:15px;
background:#1f1d1a;
color:#fff;
outline:1px solid #ffffff40}
:host([position=start]) p{inset-inline:0 auto}
:empty:is(b,p){display:none}
@media (max-width:559.98px){:host([open]){visibility:hidden}}
@media (prefers-reduced-motion){*{transition:none!important;animation:none!important}}`;

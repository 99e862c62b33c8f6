namespace ChainRule.Board.Drawing;

/// <summary>The style sheet and the script of a page.</summary>
internal static class HtmlStyle
{
    public static string Sheet => string.Join('\n', SvgStyle.Colors(BoardTheme.Auto, ":root"), SvgStyle.Rules, Page, Print);

    private const string Page = """
        :root{color-scheme:light dark}
        *{box-sizing:border-box}
        body{margin:0;padding:1.25rem;background:var(--cr-paper);color:var(--cr-ink);font:16px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif}
        h1{font-size:1.25rem;margin:0 0 .25rem}
        h2{font-size:1rem;margin:1.25rem 0 .5rem}
        code{font:15px/1.5 ui-monospace,"Cascadia Mono",Menlo,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
        .graph{overflow-x:auto;border:1px solid var(--cr-frame);border-radius:12px;margin:1rem 0;padding:.5rem}
        .graph svg{display:block;margin:auto;max-width:none}
        .off{display:none}
        nav{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
        button{font:inherit;color:inherit;background:var(--cr-box);border:1px solid var(--cr-frame);border-radius:8px;padding:.4rem .9rem;min-height:2.75rem;cursor:pointer}
        button:focus-visible,input:focus-visible,tr:focus-visible,.graph:focus-visible{outline:3px solid var(--cr-chain);outline-offset:2px}
        button:disabled{opacity:.5;cursor:default}
        input[type=range]{flex:1 1 10rem;min-height:2.75rem;accent-color:var(--cr-chain)}
        #line{font-size:1.15rem;font-weight:600;margin:.75rem 0 .25rem;min-height:1.7em}
        #why{color:var(--cr-quiet);margin:0;min-height:1.5em}
        .ledger,figure{overflow-x:auto}
        .products{display:flex;flex-wrap:wrap;gap:1rem}
        figure{margin:0}
        table{border-collapse:collapse;font-variant-numeric:tabular-nums}
        th{text-align:left;padding:.3rem .9rem;border-bottom:2px solid var(--cr-frame)}
        td{padding:.3rem .9rem;border-bottom:1px solid var(--cr-frame);white-space:nowrap;vertical-align:top}
        .forward{color:var(--cr-forward)}
        .local{color:var(--cr-local)}
        .chain{color:var(--cr-chain);font-weight:600}
        tr.cr-on td,tr.hot td{background:var(--cr-glow)}
        g.hot .cr-box{fill:var(--cr-glow)}
        g.hot .cr-line{stroke-width:3}
        @media(prefers-reduced-motion:no-preference){.cr-box{transition:fill .2s}}
        """;

    private const string Print = """
        @media print{nav,#line,#why,summary{display:none}details::details-content{content-visibility:visible;display:block}.graph{overflow:visible;border:0}.graph svg{max-width:100%;height:auto}body{padding:0}tr,li{break-inside:avoid}}
        """;

    /// <summary>Every part knows its steps; the script only shows and hides.</summary>
    public const string Script = """
        'use strict';
        const $=id=>document.getElementById(id),items=[...document.querySelectorAll('#steps li')],last=items.length-1;
        const parts=[...document.querySelectorAll('[data-from]')],marked=[...document.querySelectorAll('[data-on]')].map(e=>[e,new Set(e.dataset.on.split(' ').map(Number))]);
        const still=matchMedia('(prefers-reduced-motion: reduce)').matches;
        let at=0,timer=0;
        function show(step){
          at=Math.max(0,Math.min(last,step));
          for(const e of parts)e.classList.toggle('off',at<+e.dataset.from||at>+(e.dataset.to??last));
          let first=null;
          for(const [e,on] of marked){const now=on.has(at);e.classList.toggle('cr-on',now);if(now&&!first&&e.closest('svg'))first=e;}
          const [line,why]=items[at].children;
          $('line').textContent=line.textContent;
          $('why').textContent=why?why.textContent:'';
          $('count').textContent=`Step ${at} of ${last}`;
          $('range').value=at;
          $('back').disabled=at===0;
          $('next').disabled=at===last;
          if(at===last)pause();
          if(first)follow(first);
        }
        function follow(e){
          const pane=$('graph'),box=e.getBoundingClientRect(),view=pane.getBoundingClientRect();
          if(box.left<view.left||box.right>view.right)pane.scrollBy({left:(box.left+box.right-view.left-view.right)/2,behavior:still?'auto':'smooth'});
        }
        function pause(){clearInterval(timer);timer=0;$('play').textContent='Play';}
        function play(){
          if(timer)return pause();
          if(at===last)show(0);
          timer=setInterval(()=>show(at+1),1600);
          $('play').textContent='Pause';
        }
        $('back').onclick=()=>show(at-1);
        $('next').onclick=()=>show(at+1);
        $('play').onclick=play;
        $('range').oninput=e=>show(+e.target.value);
        addEventListener('keydown',e=>{
          if(e.ctrlKey||e.altKey||e.metaKey||e.target.matches('input'))return;
          if(e.key==='ArrowRight')show(at+1);
          else if(e.key==='ArrowLeft')show(at-1);
          else if(e.key==='Home')show(0);
          else if(e.key==='End')show(last);
          else if(e.key===' '&&!e.target.matches('button,summary'))play();
          else return;
          e.preventDefault();
        });
        const twins=id=>document.querySelectorAll(`[data-node="${id}"],[data-edge="${id}"]`);
        function light(e,on){const t=e.target.closest('[data-node],[data-edge]');if(t)for(const twin of twins(t.dataset.node??t.dataset.edge))twin.classList.toggle('hot',on);}
        for(const [name,on] of [['mouseover',true],['mouseout',false],['focusin',true],['focusout',false]])addEventListener(name,e=>e.target.closest&&light(e,on));
        $('range').max=last;
        show(+(/[#&]step=(\d+)/.exec(location.hash)??[0,0])[1]);
        """;
}

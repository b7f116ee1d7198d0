// The pictures of a call at the desk: the customer's camera or screen large, the agent's own small.

/** Shows what a session has in the elements below `stage`. Returns `turnTo(session | undefined)`. */
export function createStage(stage, onChange) {
  const pictures = {
    share: stage.querySelector('.share'),
    camera: stage.querySelector('.camera'),
    own: stage.querySelector('.own'),
  };
  const sound = stage.querySelector('audio');
  const shown = new Map();
  let session;
  let stop = () => {};

  function draw() {
    const tiles = session?.store.state.tiles ?? [];
    for (const [kind, picture] of Object.entries(pictures)) {
      const tile = tiles.find((one) => one.kind === kind)?.id;
      if (shown.get(kind) !== tile) {
        if (shown.has(kind)) session?.show(shown.get(kind), undefined);
        if (tile === undefined) shown.delete(kind);
        else {
          shown.set(kind, tile);
          session.show(tile, picture);
        }
      }
      picture.hidden = tile === undefined;
    }
    stage.classList.toggle('has-share', shown.has('share'));
  }

  return function turnTo(next) {
    if (next === session) return;
    stop();
    session?.sound(undefined);
    shown.clear();
    for (const picture of Object.values(pictures)) picture.srcObject = null;
    session = next;
    stop = session?.store.subscribe(() => (draw(), onChange())) ?? (() => {});
    session?.sound(sound);
    draw();
  };
}

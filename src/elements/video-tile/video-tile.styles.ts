import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    min-inline-size: 0;
    min-block-size: 0;
  }
  /* A client may mirror by itself, through a transform: there is one mirror, and it is here. */
  video {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    transform: none !important;
  }
  .whole {
    object-fit: contain;
  }
  .mirrored {
    scale: -1 1;
  }
`;

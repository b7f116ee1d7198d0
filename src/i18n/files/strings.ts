/** Every word of files, in one language. Why one was not sent stands with the other errors of a chat. */
export interface FilesStrings {
  /** BCP 47, for `lang` and for Intl. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** Name of the button beside the box. */
  readonly attach: string;
  /** While files are held over the panel. */
  readonly drop: string;
  /** Said to those who cannot see: it is on its way, and it is there. */
  readonly added: (name: string) => string;
  readonly sent: (name: string) => string;
  /** Name of the bar that shows how far it is. */
  readonly uploading: string;
  /** The service looks at it before anybody may have it. */
  readonly scanning: string;
  /** It was found unsafe, so that nobody gets it: one's own, and somebody else's. */
  readonly rejected: string;
  readonly withheld: string;
  /** Name of the button that brings a file to the customer, and what is said where it cannot. */
  readonly download: (name: string) => string;
  readonly missing: string;
  readonly retry: string;
  /** Name of the button that takes a file back before it is sent. */
  readonly cancel: (name: string) => string;
}

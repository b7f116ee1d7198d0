/**
 * A plain way to the site for when the chat cannot be had: a link that says where it leads. Empty unless `address` is a
 * complete one, to read, write or call: `https:`, `http:`, `mailto:` or `tel:`.
 */
export const contactLink = (address: string | undefined): HTMLAnchorElement | '' =>
  /^(https?|mailto|tel):/.test(`${address}`)
    ? Object.assign(document.createElement('a'), {
        href: address,
        textContent: address,
        style: 'display:block;color:inherit',
      })
    : '';

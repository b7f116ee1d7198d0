import type { FilesStrings } from './strings.js';

/** Arabic (modern standard), right to left. A name may be of either direction, and is set apart from the words. */
export const ar: FilesStrings = {
  language: 'ar',
  direction: 'rtl',
  attach: 'إرفاق ملفات',
  drop: 'أفلت الملفات هنا لإرسالها',
  added: (name) => `أُضيف \u2068${name}\u2069`,
  sent: (name) => `أُرسل \u2068${name}\u2069`,
  uploading: 'جارٍ الرفع',
  scanning: 'جارٍ الفحص…',
  rejected: 'لم يُمرَّر: وجد فحص الأمان مشكلة.',
  withheld: 'غير متاح: وجد فحص الأمان مشكلة.',
  download: (name) => `تنزيل \u2068${name}\u2069`,
  missing: 'يتعذّر تنزيله الآن.',
  retry: 'إعادة الإرسال',
  cancel: (name) => `عدم إرسال \u2068${name}\u2069`,
};

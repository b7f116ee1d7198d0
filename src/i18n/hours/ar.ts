import { plural } from '../plural.js';
import type { HoursStrings } from './strings.js';

const language = 'ar';

/** Arabic (modern standard), right to left. */
export const ar: HoursStrings = {
  language,
  direction: 'rtl',
  title: 'كيف تتواصل معنا',
  open: 'نحن متاحون الآن',
  openUntil: (time) => `متاحون حتى الساعة ${time}`,
  opens: (day, time) => `خارج أوقات العمل. نعود ${day ? `${day} ` : ''}الساعة ${time}`,
  closed: 'لا أحد متاح الآن',
  usually: plural(language, {
    one: 'الانتظار عادةً نحو دقيقة',
    two: 'الانتظار عادةً نحو دقيقتين',
    few: 'الانتظار عادةً نحو # دقائق',
    many: 'الانتظار عادةً نحو # دقيقة',
    other: 'الانتظار عادةً نحو # دقيقة',
  }),
  usuallyShort: 'الانتظار عادةً أقل من دقيقة',
  usuallyLong: 'الانتظار عادةً أكثر من 20 دقيقة',
  busy: 'الإقبال أكبر من المعتاد.',
  topics: 'ما موضوعك؟',
  otherTopic: 'موضوع آخر',
  ways: 'كيف تودّ التواصل معنا؟',
  way: { chat: 'محادثة كتابية', call: 'مكالمة', callback: 'اتصلوا بي', message: 'ترك رسالة' },
  wayDetail: { callback: 'نتصل بك في الوقت الذي يناسبك', message: 'نجيبك بالبريد الإلكتروني' },
  articles: 'قد تجد الجواب هنا',
  newTab: 'يُفتح في علامة تبويب جديدة',
  notLoaded: 'تعذّر التحميل. تحقّق من الاتصال ثم اختر مرة أخرى.',
  nothing: 'لا يمكن التواصل معنا الآن.',
};

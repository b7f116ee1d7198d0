import { Formats } from '../formats.js';
import { plural } from '../plural.js';
import type { CallStrings, DeviceErrorCode } from './strings.js';

const language = 'ar';

// What is one and the same to the customer has one sentence.
const unavailable = 'المكالمات غير متاحة في هذه الصفحة. يُرجى التواصل معنا بطريقة أخرى.';
const unreachable = 'تعذّر الوصول إلى المكالمة. تحقق من اتصالك ثم حاول مجددًا.';
const slow = 'يستغرق الاتصال وقتًا طويلًا. حاول مجددًا.';
const trouble = 'توجد مشكلة لدينا. انتظر قليلًا ثم حاول مجددًا.';
const busy = 'الخدمة مزدحمة جدًا الآن. انتظر قليلًا ثم حاول مجددًا.';
const spent = 'لا يمكن متابعة هذه المكالمة. ابدأ مكالمة جديدة.';

const again = 'عُد إلى هنا وحاول مجددًا.';

const deviceErrors = (devices: string, none: string): Readonly<Record<DeviceErrorCode, string>> => ({
  'media/denied': `لا يسمح المتصفح لهذه الصفحة باستخدام ${devices} بعد.`,
  'media/denied-by-system': `لا يسمح جهازك للمتصفح باستخدام ${devices} بعد.`,
  'media/blocked-by-page': `هذه الصفحة غير مهيأة لاستخدام ${devices}. يمكنك الانضمام من دون ذلك.`,
  'media/not-found': `لم نعثر على ${none}. وصّل جهازًا أو انضم من دونه.`,
  'media/busy': `يستخدم تطبيق آخر ${devices}. أغلقه ثم حاول مجددًا.`,
  'media/interrupted': `أوقف جهازك استخدام ${devices}. حاول مجددًا للمتابعة.`,
  'media/failed': `تعذّر تشغيل ${devices}. حاول مجددًا أو اختر جهازًا آخر.`,
});

/** Arabic (modern standard), right to left. */
export const ar: CallStrings = {
  language,
  direction: 'rtl',
  formats: new Formats(language),

  // Before the call
  start: { audio: 'بدء مكالمة صوتية', video: 'بدء مكالمة فيديو' },
  room: { audio: 'مكالمة صوتية', video: 'مكالمة فيديو' },
  howToTalk: 'كيف تودّ التحدث؟',
  ways: { audio: 'صوت', video: 'فيديو' },
  nothingSentYet: 'لن يراك أو يسمعك أحد قبل أن تنضم.',
  join: 'انضمام',
  cancel: 'إلغاء',
  tryAgain: 'حاول مجددًا',
  ownPicture: 'صورتك',
  cameraIsOff: 'الكاميرا متوقفة',
  turnCamera: { on: 'تشغيل الكاميرا', off: 'إيقاف الكاميرا' },
  turnMicrophone: { on: 'تشغيل الميكروفون', off: 'إيقاف الميكروفون' },
  onlyListen: 'ستسمعنا، لكننا لن نسمعك.',
  noPicture: 'ستنضم من دون صورة.',
  asking: {
    microphone: 'يطلب المتصفح الإذن باستخدام الميكروفون. اختر السماح.',
    camera: 'يطلب المتصفح الإذن باستخدام الكاميرا. اختر السماح.',
    both: 'يطلب المتصفح الإذن باستخدام الميكروفون والكاميرا. اختر السماح.',
  },
  answerFirst: 'أجب عن سؤال المتصفح أولًا، أو تابع من دون ميكروفون.',
  agreeFirst: 'للانضمام، وافق على التسجيل أولًا.',
  level: 'مستوى صوت الميكروفون',
  testSpeaker: 'اختبار مكبر الصوت',
  testingSpeaker: 'جارٍ تشغيل صوت…',
  speakerTested: 'تم تشغيل الصوت. لم تسمعه؟ ارفع مستوى الصوت أو اختر مكبر صوت آخر.',
  speakerFailed: 'تعذّر تشغيل الصوت. اختر مكبر صوت آخر أو حاول مجددًا.',
  devices: 'الأجهزة',
  deviceKinds: { microphone: 'الميكروفون', camera: 'الكاميرا', speaker: 'مكبر الصوت' },
  deviceNumbers: {
    microphone: plural(language, { other: 'ميكروفون #' }),
    camera: plural(language, { other: 'كاميرا #' }),
    speaker: plural(language, { other: 'مكبر صوت #' }),
  },
  defaultDevice: 'اختيار المتصفح',
  blur: 'تمويه الخلفية',
  lessNoise: 'تقليل الضوضاء من حولي',
  deviceErrors: {
    microphone: deviceErrors('الميكروفون', 'ميكروفون'),
    camera: deviceErrors('الكاميرا', 'كاميرا'),
    both: deviceErrors('الميكروفون والكاميرا', 'ميكروفون أو كاميرا'),
  },
  browserHelp: {
    chrome: ['اضغط على الرمز المجاور لعنوان الصفحة.', 'شغّل الميكروفون والكاميرا.', again],
    firefox: ['اضغط على الرمز المشطوب المجاور لعنوان الصفحة.', 'أزل الحظر من هناك.', again],
    safari: ['افتح قائمة Safari ثم إعدادات هذا الموقع.', 'اضبط الميكروفون والكاميرا على السماح.', again],
    ios: ['اضغط على الرمز المجاور لعنوان الصفحة ثم إعدادات الموقع.', 'اضبط الميكروفون والكاميرا على السماح.', again],
    android: ['اضغط على الرمز المجاور لعنوان الصفحة ثم الأذونات.', 'اسمح بالميكروفون والكاميرا.', again],
    'in-app-ios': ['افتح قائمة هذا التطبيق، وغالبًا ما تكون ثلاث نقاط.', 'اختر فتح هذه الصفحة في Safari.'],
    'in-app-android': ['افتح قائمة هذا التطبيق، وغالبًا ما تكون ثلاث نقاط.', 'اختر فتح هذه الصفحة في Chrome.'],
    other: ['افتح إعدادات المتصفح لهذه الصفحة.', 'اسمح بالميكروفون والكاميرا.', again],
  },
  systemHelp: {
    mac: ['افتح إعدادات النظام ثم الخصوصية والأمن.', 'ضمن الميكروفون والكاميرا، شغّل متصفحك.', again],
    windows: [
      'افتح الإعدادات ثم الخصوصية والأمان.',
      'ضمن الميكروفون والكاميرا، اسمح بالوصول لتطبيقات سطح المكتب.',
      again,
    ],
    ios: ['افتح الإعدادات ثم التطبيقات ثم متصفحك.', 'شغّل الميكروفون والكاميرا.', again],
    android: ['افتح الإعدادات ثم التطبيقات ثم متصفحك.', 'ضمن الأذونات، اسمح بالميكروفون والكاميرا.', again],
    other: ['افتح إعدادات الخصوصية في جهازك.', 'اسمح لمتصفحك باستخدام الميكروفون والكاميرا.', again],
  },
  recorded: 'هذه المكالمة مسجّلة.',
  agree: 'أوافق على التسجيل.',
  chatWorks: 'يمكنك المحادثة كتابةً هنا.',
  chatInstead: 'المحادثة كتابةً',
  // End of the words before the call

  // In the call
  mute: 'كتم الصوت',
  unmute: 'إلغاء كتم الصوت',
  leave: 'مغادرة المكالمة',
  // End of the words in the call

  // After the call
  // End of the words after the call

  // Errors
  errors: {
    'config/broker-missing': unavailable,
    'config/broker-invalid': unavailable,
    'token/network': unreachable,
    'token/timeout': slow,
    'token/bad-request': trouble,
    'token/forbidden': unavailable,
    'token/expired': spent,
    'token/not-found': spent,
    'token/start-again': spent,
    'token/rate-limited': busy,
    'token/busy': busy,
    'token/closed': 'نحن خارج أوقات العمل الآن. اتصل بنا مجددًا خلال أوقات العمل.',
    'token/unavailable': trouble,
    'token/misconfigured': unavailable,
    'token/invalid-answer': trouble,
    'connection/load-failed': unreachable,
    'connection/timeout': slow,
    'connection/refused': spent,
    'connection/expired': spent,
    'connection/lost': 'انقطع الاتصال. حاول مجددًا للعودة إلى المكالمة.',
    'connection/throttled': busy,
    'media/load-failed': unreachable,
    'media/unsupported': 'المكالمات لا تعمل في هذا المتصفح. افتح الصفحة في متصفح آخر للاتصال بنا.',
    'media/insecure': 'المكالمات لا تعمل في هذه الصفحة لأنها غير آمنة. يُرجى التواصل معنا بطريقة أخرى.',
    'media/denied': 'لا يسمح المتصفح بالميكروفون أو الكاميرا هنا. اسمح بهما ثم حاول مجددًا.',
    'media/denied-by-system': 'لا يسمح جهازك للمتصفح بالميكروفون أو الكاميرا. اسمح بهما ثم حاول مجددًا.',
    'media/blocked-by-page': 'هذه الصفحة غير مهيأة لاستخدام ميكروفون أو كاميرا. يُرجى التواصل معنا بطريقة أخرى.',
    'media/not-found': 'لم نعثر على ميكروفون أو كاميرا. وصّل جهازًا ثم حاول مجددًا.',
    'media/busy': 'يستخدم تطبيق آخر الميكروفون أو الكاميرا. أغلقه ثم حاول مجددًا.',
    'media/not-offered': 'هذا غير متاح في مكالمتك. يمكنك المتابعة بالصوت.',
    'media/no-route': 'شبكتك لا تسمح بمرور المكالمات. جرّب شبكة أخرى، مثل بيانات الهاتف.',
    'media/timeout': slow,
    'media/lost': 'انقطعت المكالمة. حاول مجددًا للعودة إليها.',
    'media/full': 'لا يوجد مكان في هذه المكالمة الآن. انتظر قليلًا ثم حاول مجددًا.',
    'media/elsewhere': 'مكالمتك مستمرة في علامة تبويب أخرى أو على جهاز آخر. تابعها هناك أو انقلها إلى هنا.',
    'media/interrupted': 'انقطعت مكالمتك. حاول مجددًا للعودة إليها.',
    'media/failed': 'توقف الصوت أو الصورة عن العمل. حاول مجددًا للعودة إلى المكالمة.',
    unknown: trouble,
  },
  // End of the errors
};

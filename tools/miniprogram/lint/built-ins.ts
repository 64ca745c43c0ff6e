/** Tags WeChat brings along, and those that only steer the template. */
export const BUILT_IN_TAGS: ReadonlySet<string> = new Set(
  (
    'block import include slot template wxs ' +
    'view text image button input textarea scroll-view swiper swiper-item picker picker-view picker-view-column form ' +
    'label switch checkbox checkbox-group radio radio-group slider navigator icon progress rich-text canvas video ' +
    'cover-view cover-image web-view root-portal page-meta navigation-bar movable-area movable-view camera map ' +
    'page-container share-element match-media'
  ).split(' '),
);

/** Keys WeChat reads in app.json; it ignores a misspelt one without a word. */
export const APP_KEYS: ReadonlySet<string> = new Set(
  (
    'pages subPackages window tabBar networkTimeout debug requiredPrivateInfos requiredBackgroundModes preloadRule ' +
    'usingComponents permission sitemapLocation style darkmode themeLocation lazyCodeLoading resolveAlias ' +
    'entryPagePath embeddedAppIdList useExtendedLib componentFramework renderer rendererOptions __usePrivacyCheck__'
  ).split(' '),
);

const WINDOW =
  'navigationBarBackgroundColor navigationBarTextStyle navigationBarTitleText navigationStyle homeButton ' +
  'backgroundColor backgroundColorContent backgroundTextStyle backgroundColorTop backgroundColorBottom ' +
  'enablePullDownRefresh onReachBottomDistance pageOrientation restartStrategy';

/** Keys of `window` in app.json. */
export const WINDOW_KEYS: ReadonlySet<string> = new Set(WINDOW.split(' '));

const COMPONENT =
  'component usingComponents componentPlaceholder styleIsolation pureDataPattern componentFramework';

/** Keys of a page's own file: those of the window and those of a component. */
export const PAGE_KEYS: ReadonlySet<string> = new Set(
  `${WINDOW} ${COMPONENT} disableScroll renderer`.split(' '),
);

/** Keys of a component's file. */
export const COMPONENT_KEYS: ReadonlySet<string> = new Set(COMPONENT.split(' '));

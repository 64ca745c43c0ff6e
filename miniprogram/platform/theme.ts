export type Theme = 'light' | 'dark';

/** The look the phone is set to. Style sheets follow by themselves; only pictures and charts need to ask. */
export function currentTheme(): Theme {
  return wx.getAppBaseInfo().theme === 'dark' ? 'dark' : 'light';
}

/** Tells when the person changes the phone's look. Answers how to stop listening. */
export function onThemeChange(listen: (theme: Theme) => void): () => void {
  const heard = ({ theme }: { theme: Theme }): void => listen(theme);
  wx.onThemeChange(heard);
  return () => wx.offThemeChange(heard);
}

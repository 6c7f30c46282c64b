/** What the integration's page tells. README.md has the long form. */
export const setup = [
  "A calendar that has an address needs no account: a `[[integrations.calendar.ics]]` with `name` and `url`.",
  "A CalDAV server (Nextcloud, Radicale, Fastmail, iCloud): a `[[integrations.calendar.caldav]]` with `name`, `url`, `username` and `password`, best an app password as `env:NAME`.",
  "For Google, make a project at `console.cloud.google.com` and enable the Google Calendar API in it.",
  "Under Google Auth Platform, name the app, choose External, and publish it: while it is in Testing, Google ends every sign-in after 7 days.",
  "Create a client of the type Web application, with Porter's address and `/oauth/calendar/callback` as its redirect URI.",
  "Put its ID and its secret into the variables that `client_id` and `client_secret` name (`env:GOOGLE_CLIENT_ID`, `env:GOOGLE_CLIENT_SECRET`), start Porter anew, and connect.",
];

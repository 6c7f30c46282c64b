import Bell from "lucide-solid/icons/bell";
import ChartColumn from "lucide-solid/icons/chart-column";
import Bot from "lucide-solid/icons/bot-message-square";
import CalendarDays from "lucide-solid/icons/calendar-days";
import Hand from "lucide-solid/icons/hand";
import House from "lucide-solid/icons/house";
import ListTodo from "lucide-solid/icons/list-todo";
import Plug from "lucide-solid/icons/plug";
import Settings from "lucide-solid/icons/settings";

/** The places on the phone's bottom bar, in its order. `key`: `g` and then this letter goes there. */
export const barPlaces = [
  { href: "/", name: "Dashboard", icon: House, key: "d" },
  { href: "/tasks", name: "Tasks", icon: ListTodo, key: "t" },
  { href: "/calendar", name: "Calendar", icon: CalendarDays, key: "c" },
  { href: "/agents", name: "Agents", icon: Bot, key: "a" },
] as const;

/** On a phone it is in the account's menu: the bar has room for what one comes for every day. */
export const integrationsPlace = {
  href: "/integrations",
  name: "Integrations",
  icon: Plug,
  key: "i",
} as const;
export const railPlaces = [...barPlaces, integrationsPlace];

/** Places that have their own buttons. */
const furtherPlaces = [
  { href: "/approvals", name: "Approvals", icon: Hand, key: "w" },
  { href: "/notifications", name: "Notifications", icon: Bell, key: "n" },
  { href: "/usage", name: "Usage", icon: ChartColumn, key: "u" },
  { href: "/settings", name: "Settings", icon: Settings, key: "s" },
] as const;

export const allPlaces = [...railPlaces, ...furtherPlaces];

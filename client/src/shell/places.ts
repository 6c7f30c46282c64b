import Bell from "lucide-solid/icons/bell";
import Bot from "lucide-solid/icons/bot-message-square";
import House from "lucide-solid/icons/house";
import ListTodo from "lucide-solid/icons/list-todo";
import Settings from "lucide-solid/icons/settings";

/** The places of the app, in the order of the rail and of the bottom bar. `key`: `g` and then this letter goes there. */
export const places = [
  { href: "/", name: "Dashboard", icon: House, key: "d" },
  { href: "/tasks", name: "Tasks", icon: ListTodo, key: "t" },
  { href: "/agents", name: "Agents", icon: Bot, key: "a" },
] as const;

/** Places that have their own buttons. */
const furtherPlaces = [
  { href: "/notifications", name: "Notifications", icon: Bell, key: "n" },
  { href: "/settings", name: "Settings", icon: Settings, key: "s" },
] as const;

export const allPlaces = [...places, ...furtherPlaces];

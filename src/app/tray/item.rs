//! The icon in the tray: a StatusNotifierItem on the session's bus. It waits for a tray that comes later, as when the
//! program begins before the desktop does.

use ksni::blocking::{Handle, TrayMethods as _};
use ksni::menu::{CheckmarkItem, MenuItem, StandardItem};
use ksni::{Category, Icon, OfflineReason, ToolTip};

use super::icon::SIDES;
use super::{Picture, TrayFace, TrayWish};

/// What the tray shows.
pub struct Item<W> {
    face: TrayFace,
    plain: Vec<Icon>,
    dotted: Vec<Icon>,
    wish: W,
}

/// Puts it there; `None` without a session's bus.
pub fn begin<W>(picture: &Picture, face: TrayFace, wish: W) -> Option<Handle<Item<W>>>
where
    W: Fn(TrayWish) + Send + Sync + 'static,
{
    let item = Item { face, plain: icons(picture, false), dotted: icons(picture, true), wish };
    let begun = item.assume_sni_available(true).spawn();
    begun.inspect_err(|error| log::info!("there is no icon in the tray: {error}")).ok()
}

/// Has it show something else.
pub fn change<W: Fn(TrayWish) + Send + Sync + 'static>(shown: &Handle<Item<W>>, face: TrayFace) {
    shown.update(|item| item.face = face);
}

/// Takes it away.
pub fn end<W: Fn(TrayWish) + Send + Sync + 'static>(shown: &Handle<Item<W>>) {
    shown.shutdown().wait();
}

fn icons(picture: &Picture, has_dot: bool) -> Vec<Icon> {
    let icon = |side: usize| {
        let pixels = i32::try_from(side).ok()?;
        Some(Icon { width: pixels, height: pixels, data: picture.argb(side, has_dot) })
    };
    SIDES.into_iter().filter_map(icon).collect()
}

impl<W: Fn(TrayWish) + Send + Sync + 'static> ksni::Tray for Item<W> {
    fn id(&self) -> String {
        String::from("call-inbox")
    }

    fn title(&self) -> String {
        String::from("Call Inbox")
    }

    fn category(&self) -> Category {
        Category::Communications
    }

    fn icon_pixmap(&self) -> Vec<Icon> {
        if self.face.badge.unread > 0 { self.dotted.clone() } else { self.plain.clone() }
    }

    fn tool_tip(&self) -> ToolTip {
        ToolTip { title: self.title(), description: self.face.badge.sentence.clone(), ..ToolTip::default() }
    }

    fn activate(&mut self, _: i32, _: i32) {
        (self.wish)(TrayWish::Show);
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        let does =
            |wish: TrayWish| -> Box<dyn Fn(&mut Self) + Send> { Box::new(move |item: &mut Self| (item.wish)(wish)) };
        let entry = |label: &str, wish: TrayWish| StandardItem {
            label: label.to_owned(),
            activate: does(wish),
            ..StandardItem::default()
        };
        let is_quiet = self.face.badge.is_quiet;
        let mut menu: Vec<MenuItem<Self>> = vec![
            StandardItem { label: escaped(&self.face.badge.sentence), enabled: false, ..StandardItem::default() }
                .into(),
            MenuItem::Separator,
            entry(say!("Open Call Inbox"), TrayWish::Show).into(),
            CheckmarkItem {
                label: say!("Do not disturb until tomorrow").to_owned(),
                checked: is_quiet,
                activate: does(TrayWish::Quiet(!is_quiet)),
                ..CheckmarkItem::default()
            }
            .into(),
        ];
        if self.face.is_playing {
            menu.push(entry(say!("Pause the recording"), TrayWish::Pause).into());
        }
        menu.extend([MenuItem::Separator, entry(say!("Quit"), TrayWish::Quit).into()]);
        menu
    }

    fn watcher_offline(&self, reason: OfflineReason) -> bool {
        log::info!("nothing shows icons in a tray at the moment: {reason:?}");
        true
    }
}

/// In menus a `_` stands before the letter that is underlined.
fn escaped(label: &str) -> String {
    label.replace('_', "__")
}

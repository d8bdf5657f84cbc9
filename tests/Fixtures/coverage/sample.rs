// Rust: generics, closures, match, macros, early returns, panics that are caught.
use std::panic;

macro_rules! at_least {
    ($x:expr, $low:expr) => {
        if $x < $low && $low > 0 { $low } else { $x }
    };
}

trait Area {
    fn area(&self) -> i64;
    fn double(&self) -> i64 { if self.area() > 4 { self.area() * 2 } else { 0 } }
}

struct Square(i64);
struct Unused(i64);

impl Area for Square { fn area(&self) -> i64 { self.0 * self.0 } }
impl Area for Unused { fn area(&self) -> i64 { if self.0 > 1 { 1 } else { 2 } } }

fn largest<T: PartialOrd + Copy>(items: &[T]) -> Option<T> {
    let mut best = *items.first()?;
    for &item in items {
        if item > best { best = item; }
    }
    Some(best)
}

fn classify(x: i64) -> &'static str {
    match x {
        0 => "zero",
        n if n < 0 => "negative",
        1..=3 => "small",
        _ if x % 2 == 0 => "even",
        _ => "odd",
    }
}

fn parse(text: &str) -> Result<i64, std::num::ParseIntError> {
    let value = text.parse::<i64>()?;
    Ok(at_least!(value, 2))
}

#[inline]
fn never_called(x: i64) -> bool { x > 1 || x < -1 }

fn main() {
    let values: Vec<i64> = std::env::args().skip(1).filter_map(|a| parse(&a).ok()).collect();
    let sum: i64 = values.iter().map(|v| if v % 2 == 0 { v * 2 } else { *v }).sum();
    let doubled: i64 = values.iter().map(|v| Square(*v).double()).sum();
    let caught = panic::catch_unwind(|| { if sum > 20 { panic!("too much") } });
    let floats: Vec<f64> = values.iter().map(|v| *v as f64).collect();
    println!("{:?} {:?} {} {:?} {}", largest(&values), largest(&floats), doubled, caught.is_err(), values.iter().map(|v| classify(*v)).count());
}

//! A library with generics, traits, matches, closures and a panic.

pub trait Area {
    fn area(&self) -> u64;
    fn large(&self) -> bool {
        self.area() > 100
    }
}

pub struct Square(pub u64);
pub struct Rectangle {
    pub width: u64,
    pub height: u64,
}

impl Area for Square {
    fn area(&self) -> u64 {
        self.0 * self.0
    }
}

impl Area for Rectangle {
    fn area(&self) -> u64 {
        self.width * self.height
    }
    fn large(&self) -> bool {
        self.width > 10 && self.height > 10
    }
}

pub fn total<T: Area>(shapes: &[T]) -> u64 {
    shapes.iter().map(|shape| if shape.large() { shape.area() } else { 1 }).sum()
}

pub fn describe(value: i64) -> &'static str {
    match value {
        i64::MIN..=-1 => "negative",
        0 => "zero",
        1 | 2 | 3 => "few",
        n if n % 2 == 0 => "even",
        _ => "odd",
    }
}

pub fn parse(text: &str) -> Result<i64, std::num::ParseIntError> {
    let value = text.trim().parse::<i64>()?;
    Ok(if value > 1_000 { 1_000 } else { value })
}

pub fn must_be_small(value: i64) -> i64 {
    assert!(value < 90, "{value} is not small");
    value + 1
}

pub fn never_called(value: Option<u8>) -> u8 {
    let Some(inner) = value else { return 0 };
    inner
}

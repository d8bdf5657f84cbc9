use shapes::{describe, must_be_small, parse, total, Rectangle, Square};

mod inner {
    pub fn classify<T: PartialOrd + Default>(value: T) -> bool {
        value > T::default()
    }
}

fn main() {
    let mut sum = 0u64;
    for text in std::env::args().skip(1) {
        match parse(&text) {
            Ok(value) => {
                sum += describe(value).len() as u64;
                sum += total(&[Square(value.unsigned_abs())]);
                sum += total(&[Rectangle { width: value.unsigned_abs(), height: 3 }, Rectangle { width: 12, height: 12 }]);
                sum += u64::from(inner::classify(value)) + u64::from(inner::classify(1.5f64));
                must_be_small(value);
            }
            Err(_) => sum += 7,
        }
    }
    let caught = std::panic::catch_unwind(|| must_be_small(sum as i64));
    println!("{sum} {}", caught.is_ok());
}

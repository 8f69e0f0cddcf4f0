//! Courses and schools.

use super::{Industry, Kind, Topic};

/// The trade.
pub static EDUCATION: Industry = Industry {
    name: "education",
    businesses: "Brightpath Academy|Compass Language School|Tern College|Gurukul Online",
    topics: &[
        Topic {
            kind: Kind::Sales,
            class: "Admission Inquiry|Admissions|Course Inquiry|admission_enquiry",
            booked: "Counselling Session Scheduled|Campus Visit Scheduled|Trial Class Booked",
            visit: "a session with a counsellor",
            slots: &[
                ("learner", "for a niece|for a daughter who finishes school this year|for a son"),
                ("before", "a degree in commerce|twelfth grade|eight years of work in retail"),
                (
                    "course",
                    "the data analytics course|the evening language course|the nursing diploma|the entrance exam batch|the MBA for working people",
                ),
                ("fee", "{$380}|{$900}|{$2400}"),
            ],
            about: "{course}",
            opening: "I'd like some details about {course}. When does the next batch start?",
            talk: &[
                (
                    "The next one starts {in three weeks|on the first of next month}. Is it for you?",
                    "It's {learner}.",
                    "It is {learner}.",
                ),
                ("What is the present education?", "{Before}.", "Background: {before}."),
                (
                    "Weekdays or weekends?",
                    "Weekends only, because of work and the travel.",
                    "Only weekends are possible.",
                ),
                (
                    "The fee is {fee}, in two parts.",
                    "Is there a scholarship?",
                    "Fee {fee} in two parts; asked about a scholarship.",
                ),
                (
                    "Do you also need help with placement?",
                    "Of course, that is why we do it.",
                    "Placement support is expected.",
                ),
                (
                    "Have you looked at other schools?",
                    "Two others, one is cheaper.",
                    "Compares with two other schools.",
                ),
            ],
            needs: &[
                ("course", "{course}"),
                ("mode", "weekend"),
                ("fee", "{fee}"),
                ("scholarship", "asked"),
                ("placementSupport", "yes"),
            ],
            tasks: &[
                "Send the brochure of {course}",
                "Check scholarship options",
                "Reserve a place in the weekend batch",
            ],
            asks: &["Send the last mark sheet"],
        },
        Topic {
            kind: Kind::Support,
            class: "Student Support|Complaint|Fee Issue",
            booked: "Meeting Scheduled",
            visit: "a meeting with the coordinator",
            slots: &[
                ("id", "24071|19883|30215"),
                (
                    "trouble",
                    "two classes were cancelled without notice|the recording of the lesson cannot be opened|the fee was debited twice|the certificate has the name spelt wrong",
                ),
            ],
            about: "a complaint: {trouble}",
            opening: "I'm in one of your courses, and {trouble}.",
            talk: &[
                ("I'm sorry. What is your student number?", "{id}.", "Student number {id}."),
                (
                    "When did that happen?",
                    "{On Monday|Last week, and again today|Two weeks ago}.",
                    "It happened within the last weeks.",
                ),
                (
                    "Have you told your tutor?",
                    "He said I have to call you.",
                    "The tutor had sent the caller to the office.",
                ),
                (
                    "I can see it here, you are right.",
                    "Good, so it is not only me.",
                    "We could see the problem in our system.",
                ),
                (
                    "It will be put right within two working days.",
                    "I need it for a job application.",
                    "Needed for a job application; promised within two working days.",
                ),
            ],
            needs: &[("issue", "{trouble}"), ("expectation", "correction within two days")],
            tasks: &["Correct it: {trouble}", "Write to {first} when it is done"],
            asks: &["Send a screenshot or a copy"],
        },
        Topic {
            kind: Kind::Request,
            class: "Parent Query|Attendance|General Inquiry",
            booked: "Parent Meeting Scheduled",
            visit: "a parents' meeting",
            slots: &[
                ("class", "7|9|10"),
                ("child", "son|daughter|younger one"),
                ("subject", "mathematics|physics|reading|English"),
            ],
            about: "the progress of a {child} in {subject}",
            opening: "I'm calling about my {child}. The last result in {subject} worried us.",
            talk: &[
                ("I understand. Which class is it?", "Class {class}.", "Class {class}."),
                (
                    "The attendance is ninety-two percent, that's good.",
                    "So it is not that.",
                    "Attendance is good at 92 %.",
                ),
                (
                    "There is an extra class on Saturdays.",
                    "Is that free of charge?",
                    "An extra class on Saturdays was offered.",
                ),
                (
                    "The teacher can call you too.",
                    "Yes, in the evening please.",
                    "The teacher's call should come in the evening.",
                ),
                ("Does the homework take long?", "Two hours, often with tears.", "Homework takes two hours."),
            ],
            needs: &[
                ("request", "Progress in {subject}"),
                ("support", "Saturday class"),
                ("contact", "teacher's call in the evening"),
            ],
            tasks: &["Have the {subject} teacher call in the evening", "Reserve a place in the Saturday class"],
            asks: &["Bring the last two test papers"],
        },
    ],
};
